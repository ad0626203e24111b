#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#SBATCH --job-name=stalehound --output=/dev/null --cpus-per-task=1
#
# An array job of Slurm: each task explores one part of each test's tree in the model.
#
#	make model && mkdir -p logs
#	sbatch --wait --array=1-16 tools/fleet/slurm.sh logs [WORD...]
#	tools/report logs/*.txt
#
# It is called from the project's directory, which all nodes see.  The words are the model's.  Each task
# writes logs/shard-I-of-N.txt, and ends with the model's status.

set -u
cd -- "${SLURM_SUBMIT_DIR:?sbatch sets it: see the head of this file}" || exit 3
(($#)) || { echo 'slurm.sh: a directory for the logs is missing' >&2; exit 2; }
part=${SLURM_ARRAY_TASK_ID:?an array is needed: sbatch --array=1-N}
parts=${SLURM_ARRAY_TASK_COUNT:?an array is needed: sbatch --array=1-N}
[[ ${SLURM_ARRAY_TASK_MIN:-1} == 1 ]] || { echo 'slurm.sh: the array begins at 1: --array=1-N' >&2; exit 2; }
exec tools/sealed.sh build/model/stalehound shard="$part/$parts" "${@:2}" >"$1/shard-$part-of-$parts.txt" 2>&1
