"""Graphics cards and what joins them: CUDA, cuDNN, NCCL, ROCm, and the kernel's word of a card that is lost."""

from classifier.extract.forms.form import Form

FORMS = (
    Form(
        name="nccl-watchdog", tool="nccl", kind="timeout",
        pattern=r"(?P<message>Watchdog caught collective operation timeout: WorkNCCL\(.*)",
        samples=("[E ProcessGroupNCCL.cpp:828] [Rank 0] Watchdog caught collective operation timeout: WorkNCCL(SeqNum=5, OpType=ALLREDUCE, Timeout(ms)=1800000) ran for 1803170 milliseconds before timing out.",),
    ),
    Form(
        name="nccl", tool="nccl", kind="network", certainty=60,
        pattern=r"\bNCCL WARN (?P<message>(?!NCCL_\w+ set|Cuda failure 'peer access)\S.*(?:[Ff]ail|[Ee]rror|refused|reset|timed out|No route|mismatch|closed|abort).*)",
        samples=("node1:4242:4300 [0] NCCL WARN Call to connect returned Connection refused",),
    ),
    Form(
        name="nccl-error", tool="nccl", kind="network",
        pattern=r"^(?:\S*Error: )?(?P<message>NCCL (?:[Ee]rror|failure)(?: in)?:? .+|ncclUnhandledCudaError: .+|ncclSystemError: .+|ncclInternalError: .+|ncclRemoteError: .+)",
        samples=("RuntimeError: NCCL error in: ../torch/csrc/distributed/c10d/ProcessGroupNCCL.cpp:1331, unhandled system error, NCCL version 2.14.3",
                 "ncclUnhandledCudaError: Call to CUDA function failed."),
    ),
    Form(
        name="cuda-driver", tool="cuda", kind="config",
        pattern=r"(?P<message>CUDA driver version is insufficient for CUDA runtime version|NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.*|Failed to initialize NVML: .+|Found no NVIDIA driver on your system.*|could not select device driver \"(?:nvidia)?\" with capabilities: .+|no CUDA-capable device is detected)",
        samples=("NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver. Make sure that the latest NVIDIA driver is installed and running.",
                 "Failed to initialize NVML: Driver/library version mismatch", "CUDA driver version is insufficient for CUDA runtime version"),
    ),
    Form(
        name="cuda", tool="cuda", kind="crash",
        pattern=r"^(?:[\w.]+Error: )?(?P<message>(?:CUDA|cuDNN|cuBLAS|HIP|MIOpen) [Ee]rror: .+|CUDA failure (?:\d+|'.+').*|CUDA error at \S+:\d+.*|(?:CUDNN|CUBLAS|CUSOLVER|CUSPARSE)_STATUS_(?!SUCCESS)[A-Z_]+.*|\S*hipError(?!_t|Success)\w+: .+|HSA_STATUS_ERROR_\w+: .+)",
        samples=("RuntimeError: CUDA error: device-side assert triggered", "RuntimeError: cuDNN error: CUDNN_STATUS_NOT_INITIALIZED", "HIP error: invalid device function",
                 "hipErrorNoBinaryForGpu: Unable to find code object for all current devices!"),
    ),
    Form(
        name="rocm-fault", tool="rocm", kind="crash",
        pattern=r"^(?P<message>Memory access fault by GPU node-\d+ .*|GPU core dump failed|:0:rocdevice\.cpp +:\d+.*)",
        samples=("Memory access fault by GPU node-1 (Agent handle: 0x55) on address 0x7f. Reason: Page not present or supervisor privilege.",),
    ),
    Form(
        name="xid", tool="kernel", kind="crash",
        pattern=r"(?P<message>NVRM: Xid \(PCI:[\da-fA-F:.]+\): \d+.*)",
        samples=("[12.3] NVRM: Xid (PCI:0000:3b:00): 79, pid=1234, GPU has fallen off the bus.",),
    ),
)  # fmt: skip
