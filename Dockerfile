# Training the local model on a machine with an NVIDIA GPU, x86-64 (H100, RTX) or aarch64 (DGX Spark, GB10).
#
#   docker build -t teach-finetune .
#   docker run --rm --gpus all --ipc=host -v "$PWD/runs:/srv/teach/runs" -v "$HOME/.cache/huggingface:/cache/huggingface" \
#     teach-finetune run --preset gb10
#
# PyPI's torch brings CUDA 13 for both; the host needs NVIDIA's driver (580 or newer) and container toolkit.
# This file was never built on such a machine.
FROM python:3.12.11-slim-bookworm

# A compiler for llama.cpp and for Triton's kernels; git and bubblewrap for the examples.
RUN apt-get update \
 && apt-get install -y --no-install-recommends build-essential cmake git bubblewrap openssh-client \
 && rm -rf /var/lib/apt/lists/*

ENV PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1 \
    PYTHONUNBUFFERED=1 \
    NVIDIA_VISIBLE_DEVICES=all \
    NVIDIA_DRIVER_CAPABILITIES=compute,utility \
    HF_HOME=/cache/huggingface \
    XDG_CACHE_HOME=/cache

# By itself and first: what comes after it finds it, and chooses no other.
RUN pip install torch==2.13.0

WORKDIR /opt/teach
COPY . .
RUN CMAKE_ARGS="-DLLAVA_BUILD=OFF" pip install --constraint constraints.txt '.[finetune,local]' \
 && pip install 'liger-kernel>=0.8,<0.9' tensorboard \
 && useradd --create-home --uid 1000 teach \
 && mkdir -p /srv/teach/runs /cache/huggingface \
 && chown -R teach /srv/teach /cache

USER teach
WORKDIR /srv/teach
VOLUME ["/srv/teach/runs", "/cache/huggingface"]
ENTRYPOINT ["python", "-m", "finetune"]
CMD ["plan"]
