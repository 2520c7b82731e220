"""Frames that say nothing of where a program went wrong: what stops it, checks it, allocates for it or starts it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Silent:
    """Functions of one runtime that stand in every stack of it; `pattern` matches a whole name.

    The names of a `system` library are plain words: with a source file that is none of its own, such a
    function is the user's.
    """

    runtime: str
    pattern: str
    samples: tuple[str, ...]
    system: bool = False


SILENT = (
    # sanitizers, fuzzers, profilers
    Silent(
        "sanitizers",
        r"_{0,3}(?:asan|hwasan|msan|tsan|ubsan|lsan|dfsan|nsan|rtsan|memprof|cfi|sanitizer|sancov|interceptor|interception|gwp_asan|scudo)(?:_.*|::.*)?",
        ("__asan_memcpy", "__interceptor_free", "__sanitizer::BufferedStackTrace::UnwindImpl", "gwp_asan::GuardedPoolAllocator::allocate", "___interceptor_malloc"),
    ),
    Silent("sanitizers", r"__(?:wrap|real)_.*|WRAPPER\w+|wrap_\w+|trampoline_\w+|.*\bScopedInErrorReport::.*|_asan_rtl_", ("__wrap_strcmp", "wrap_strlen")),
    Silent("fuzzers", r"(?:fuzzer|fuzztest|centipede|libfuzzer_sys)::.*|HF_\w+|[Hh]onggfuzz\w*|_{0,2}afl_\w+|LLVMFuzzer(?!TestOneInput)\w*|_?ExecuteFilesOnyByOne|rust_fuzzer_\w+", ("fuzzer::Fuzzer::RunOne", "HF_strcmp", "HonggfuzzMain", "__afl_persistent_loop")),
    Silent("fuzzers", r"main\.LLVMFuzzer\S*|main\._?cgoexp\S*|_?com\.code_intelligence\.\S+|CrashTrampolineAsm|Object\.<anonymous>|Module\._\S+", ("main.LLVMFuzzerTestOneInput", "main._cgoexpwrap_0a_LLVMFuzzerTestOneInput")),
    # what ends a program
    Silent("signals", r"(?:__GI_)?_*(?:gsignal|raise|abort|kill|tgkill|pthread_kill\w*|exit|quick_exit|sigaction|restore_rt|sigtramp|libc_android_abort|abort_internal|abort_message|libc_message\w*|libc_fatal|fortify_fail\w*|chk_fail|stack_chk_fail\w*|builtin_trap)(?:@\S+|\.\w+)?", ("gsignal", "__GI_raise", "__pthread_kill_implementation", "__stack_chk_fail", "abort"), system=True),
    Silent("signals", r"<signal handler called>|\[vdso\]|__kernel_\w+|KiUserExceptionDispatch\w*|RaiseException|Rtl(?:Raise|p?Report|pHeap|pLogHeap)\w*|UnhandledExceptionFilter|_?CxxThrowException|TppRaise\w*|(?:Nt|Zw)(?:Raise|Terminate|WaitFor)\w*|backtrace", ("<signal handler called>", "__kernel_rt_sigreturn", "RtlReportCriticalFailure", "backtrace")),
    Silent("assertions", r"_*(?:assert|assert2|assert_fail\w*|assert_perror_fail|assert_rtn|assert_func|wassert|verbose_abort|libcpp_verbose_abort|android_log_assert)(?:\.\w+)?", ("__assert_fail", "__assert_rtn", "__assert_fail_base.cold", "__libcpp_verbose_abort"), system=True),
    Silent("chromium", r"(?:logging|base::debug|base::internal::CollectStackTrace|base::ImmediateCrash|base::TerminateBecauseOutOfMemory|base::internal::OnNoMemory\w*)(?:::.*)?", ("logging::LogMessage::~LogMessage", "base::debug::StackTrace::StackTrace", "logging::CheckNoreturnError::~CheckNoreturnError")),
    Silent("glog", r"(?:google|absl(?:::lts_\w+)?)::(?:LogMessage\w*|DumpStack\w*|\w*logging_\w+|log_internal|raw_log_internal|raw_logging_internal|base_internal)(?:::.*|$)", ("google::LogMessageFatal::~LogMessageFatal", "absl::log_internal::LogMessage::Flush", "absl::lts_20230125::log_internal::LogMessageFatal::~LogMessageFatal")),
    Silent("v8", r"V8_(?:Fatal|Dcheck)\w*|v8::base::(?:OS::Abort|debug|FatalOOM|\w*CheckFail\w*|SetDcheck\w*).*|v8::Utils::Report\w+|v8::internal::(?:V8::FatalProcessOutOfMemory|Isolate::PushStackTraceAndDie|Heap::FatalProcessOutOfMemory)", ("V8_Fatal", "v8::base::debug::StackTrace::StackTrace", "v8::base::OS::Abort")),
    Silent("node", r"node::(?:Abort|Assert|OOMErrorHandler|\w*DumpBacktrace\w*|\w*OnFatal\w*)", ("node::Abort", "node::OnFatalError")),
    Silent("webkit", r"WTFCrash\w*|WTFReport\w*|WTFGetBacktrace|CRASH_WITH\w*|WTF::(?:CrashOnOverflow|\w*[Bb]acktrace\w*|Vector|Hash\w+|RefPtr|Ref|Deque|StringImpl|Partition\w*|fast(?:Malloc|Free|Zeroed)\w*|tryFast\w*).*|bmalloc::.*|pas_\w+", ("WTFCrash", "WTF::Vector<blink::Member<int>,0>::at", "WTF::fastMalloc")),
    Silent("mozilla", r"mozalloc_(?:abort|handle_oom)\w*|MOZ_(?:Crash|ReportCrash|CrashPrintf|ReportAssertionFailure)\w*|NS_DebugBreak|NS_RUNTIMEABORT|mozilla::detail::InvalidArrayIndex_CRASH", ("mozalloc_abort", "NS_DebugBreak", "MOZ_CrashPrintf")),
    Silent("glib", r"g_(?:assertion_message\w*|logv?|log_\w+|abort|error|warn_message|return_if_fail_warning|x?malloc\w*|realloc\w*|free\w*|slice_\w+|strdup\w*)|_g_log_\w+|custom_logger", ("g_assertion_message_expr", "g_logv", "g_malloc0")),
    Silent("qt", r"qt_(?:assert|message)\w*|QMessageLogger::\w+|qFatal|qAbort\w*|qBadAlloc", ("qt_assert", "QMessageLogger::fatal")),
    Silent("llvm", r"llvm::(?:report_(?:fatal|bad_alloc)\w*|llvm_unreachable_internal|sys::(?:PrintStackTrace|RunSignalHandlers|CleanupOnSignal|RunInterruptHandlers)|CrashRecoveryContext::\w+).*|(?:CrashRecovery|PrintStackTrace)?Signals?Handler(?:Terminate)?|HandleAbort", ("llvm::sys::PrintStackTrace", "PrintStackTraceSignalHandler", "llvm::report_fatal_error")),
    Silent("torch", r"c10::(?:Error::Error|detail::torch\w+Fail|ThrowEnforceNotMet|get_backtrace|cuda::c10_cuda_check_implementation).*", ("c10::Error::Error", "c10::detail::torchCheckFail")),
    Silent("swift", r"_?swift_(?:stdlib_)?(?:reportFatalError\w*|reportError\w*|fatalError\w*|unexpectedError\w*|runtime_on_report|slowAlloc|slowDealloc|alloc\w*|dealloc\w*|release\w*|retain\w*)|(?:.* )?(?:Swift\.)?_(?:assertionFailure|fatalErrorMessage)\b.*|(?:.* in )?closure #\d+ \(Swift\.Unsafe.*|function signature specialization <.*Closure Propagated.*", ("_swift_stdlib_reportFatalErrorInFile", "Swift._assertionFailure", "swift_release", "closure #1 (Swift.UnsafeBufferPointer<Swift.UInt8>) -> () in Swift._assertionFailure")),
    Silent("others", r"Envoy::(?:Assert|SignalAction)::.*|gpr_(?:log|assertion_failed)\w*|grpc_core::Crash\w*|rb_bug\w*|zend_(?:error|mm_panic|bailout)\w*|art::Runtime::Abort|.*art::\w*LogMessage.*|android::base::(?:LogMessage|SetAborter|DefaultAborter).*|mrb_assert|js::ReportOverRecursed|DLOG\w*", ("android::base::LogMessage::~LogMessage", "rb_bug", "gpr_assertion_failed")),
    Silent("test frameworks", r"testing::(?:internal::.*|Test::Run|TestSuite::Run|TestInfo::Run|TestCase::Run|UnitTest::Run)|RUN_ALL_TESTS|Catch::.*|doctest::.*|boost::(?:unit_test|test_tools|execution_monitor|assertion_failed|throw_exception|detail::function).*", ("testing::Test::Run", "testing::internal::HandleExceptionsInMethodIfSupported<testing::Test, void>", "Catch::Session::run")),
    Silent("calls of stored functions", r"base::(?:internal::(?:\w*Invoke\w*|\w*FunctorTraits\w*)|OnceCallback|RepeatingCallback|Callback)\b.*|absl::(?:lts_\w+::)?(?:\w+_internal|FunctionRef|AnyInvocable)\b.*|boost::(?:function|bind|_bi|_mfi)\w*::.*", ("base::internal::Invoker<>::RunOnce", "absl::cleanup_internal::Storage<int>::InvokeCallback")),
    # memory and the C library
    Silent("allocators", r"_*(?:GI_|libc_|rust_|rdl_|rg_)?_*(?:malloc\w*|calloc|realloc\w*|reallocarray|valloc|pvalloc|cfree|free|int_free\w*|int_malloc|int_realloc|sysmalloc|systrim|munmap_chunk|unlink_chunk|tcache_\w+|posix_memalign|memalign|aligned_alloc|alloc_error_handler|dealloc|alloc)(?:\.\w+)*", ("malloc", "__libc_malloc", "_int_free_merge_chunk", "malloc_printerr", "__rust_dealloc", "unlink_chunk.isra"), system=True),
    Silent("allocators", r"(?:void ?\* ?)?operator (?:new|delete)(?:\[\])?|(?:je|tc|mi|do)_(?:malloc|free|calloc|realloc|memalign)\w*|(?:tcmalloc|partition_alloc|allocator_shim)::.*|base::(?:Partition\w+|allocator|UncheckedMalloc|internal::Partition\w*).*|Shim\w*(?:New|Delete|Malloc|Free|Realloc|Calloc)\w*", ("operator new[]", "je_free", "partition_alloc::PartitionRoot::Alloc")),
    Silent("libc", r"_*(?:GI_|libc_)?_*(?:v?f?s?n?w?printf|v?f?s?scanf|mem(?:cpy|move|set|cmp|chr|rchr|mem|pcpy)|str(?:n?len|n?cpy|n?cat|n?cmp|n?casecmp|r?chr|str|n?dup|c?spn|tok\w*|pbrk|coll|lcpy|lcat|to\w+)|wcs\w+|wmem\w+|bcopy|bzero|bcmp|stpn?cpy|f?puts|fwrite|fread|qsort\w*|bsearch)(?:_chk|_internal)?(?:[_-](?:avx|sse|evex|erms|ssse|neon|generic|unaligned|asimd|vec|v\d)\w*)*(?:\.\w+)?|_*aeabi_\w+|_IO_\w+", ("__memmove_avx_unaligned_erms", "strlen", "__strlen_chk", "_IO_fwrite", "__aeabi_memcpy", "vsnprintf"), system=True),
    Silent("libc", r"_*(?:pthread_(?:mutex|cond|rwlock|spin|barrier|once|join)\w*|gthread_\w+|sem_(?:wait|post|timedwait)|lll_lock_wait\w*|futex\w*|poll|select|nanosleep|usleep)", ("pthread_mutex_lock", "__gthread_mutex_lock", "__lll_lock_wait"), system=True),
    # the C++ library, the start of threads and programs
    Silent("c++", r"(?:[\w:<>,*& ]+ )?std::(?!is_|exception_test).*|(?:__gnu_cxx|__cxxabiv1|__gnu_debug|stlp_std)::.*|__cxa_\w+|__gxx_\w+|_?_?Unwind\w*|_Unwind_\w+|__clang_call_terminate|__libcpp_\w+|demangling_\w+|failed_throw", ("std::terminate", "std::__1::vector<int>::at", "void std::__invoke_impl<void, int>", "__cxa_throw", "__gnu_cxx::__verbose_terminate_handler", "_Unwind_RaiseException")),
    Silent("start", r"(?:__GI_)?_*(?:libc_start_main\w*|libc_start_call_main|libc_init|libc_csu_init|start|rt0_go|dyld_start|start_thread|pthread_start|pthread_create\w*|clone3?|thread_start|bsdthread_\w+|dl_\w+|pthread_body|scrt_common_main\w*|w?(?:main|WinMain)?CRTStartup|tmainCRTStartup)(?:@\S+|\.\w+)?|BaseThreadInitThunk|_*RtlUserThreadStart|invoke_main|asan_thread_start", ("__libc_start_main_impl", "_start", "start_thread", "__clone3", "BaseThreadInitThunk"), system=True),
    # Go, Rust, Java, Node.js
    Silent("go", r"runtime\.(?:[a-z_(]|init)\S*|panic|testing\.(?:tRunner\S*|\(\*[TBM]\)\.\S+)|reflect\.(?:Value|call)\S*|_?cgo_\w+|_cgoexp\S*|crosscall\S*|x_cgo\w*|internal/runtime\S*|runtime/debug\.\S+|sync\.(?:fatal|throw)", ("runtime.gopanic", "panic", "testing.tRunner", "runtime.(*mheap).alloc")),
    Silent("rust", r"<?(?:&?\w+ as )?(?:std::.*|(?:core|alloc|test|backtrace|backtrace_rs|gimli|addr2line|panic_abort|panic_unwind)::_?[a-z_]+(?:::.*)?)|rust_(?:begin_unwind|panic\w*|eh_personality|oom)|_*rust_\w+|_?<(?:alloc|core|std)::.*|_\$LT\$(?:alloc|core|std)(?:\.\.|::).*|.*::_*rust_begin_short_backtrace\S*", ("std::panicking::begin_panic", "rust_begin_unwind", "core::panicking::panic_fmt", "__rust_try", "<alloc::boxed::Box<F,A> as core::ops::FnOnce<Args>>::call_once", "rust_oom")),
    Silent("java", r"(?:sun|jdk)\.\S+|java\.lang\.(?:reflect\.\S+|Thread\.\S+)|org\.junit\.\S+", ("jdk.internal.reflect.NativeMethodAccessorImpl.invoke", "java.lang.Thread.run")),
    Silent("node", r"Function\.(?:executeUserEntryPoint|Module\S*)|Module\.(?:load|require|_\w+)|ModuleJob\.run|process\.\w+|processTicksAndRejections|new Promise|asyncRunEntryPointWithESMLoader", ("Module._compile", "process.processTicksAndRejections")),
    # the kernel
    Silent("kernel", r"_*(?:dump_stack\w*|show_stack\w*|dump_backtrace\w*|show_trace\w*|print_(?:address_description|report|trailer|memory_metadata|circular)\S*|object_err|slab_err|k[amc]san_\w+|check_memory_region\w*|check_region_inline|end_report|save_stack\w*|set_track\w*|stack_trace_\w+|unwind_\w+|fail_dump|should_fail\w*|warn|warn_(?:slowpath|printk)\w*|report_bug|panic|nmi_panic|die|die_\w+|oops_\w+)(?:\.\w+)*", ("dump_stack_lvl", "print_address_description.constprop", "kasan_report", "panic", "__warn")),
    Silent("kernel", r"_*(?:do_page_fault|page_fault\w*|bad_area\w*|no_context|do_(?:user|kern)_addr_fault|exc_(?:page_fault|general_protection|invalid_op|divide_error|double_fault)|asm_exc_\w+|do_(?:error_trap|trap\w*|invalid_op|general_protection|mem_abort|DataAbort|PrefetchAbort|translation_fault)|general_protection|invalid_op|error_(?:code|entry|exit)|do_kernel_fault)(?:\.\w+)*", ("exc_page_fault", "asm_exc_general_protection", "do_user_addr_fault")),
    Silent("kernel", r"_*(?:ret_from_\w+|kthread|worker_thread|entry_\w+|system_call_\w+|sysenter_\w+|do_syscall_\w+|do_fast_syscall\w*|el\d+_?\w+|invoke_syscall\w*|do_el\w+|kfree|kmem_cache_\w+|kmalloc\w*|kzalloc|slab_\w+|check_poison\w*|_raw_spin_\w+|raw_spin_\w+|lock_acquire|lockdep_\w+|etext)(?:\.\w+)*", ("entry_SYSCALL_64_after_hwframe", "kmem_cache_alloc", "ret_from_fork", "_raw_spin_lock", "el0_svc_common")),
)  # fmt: skip
"""Written from what these runtimes print; by the whole name of a function without its arguments."""

SYSTEM = tuple(one.pattern for one in SILENT if one.system)
OTHER = tuple(one.pattern for one in SILENT if not one.system)
SYSTEM_SOURCE = re.compile(
    r"(?:^|/)(?:sysdeps|nptl|csu|stdlib|malloc|string|libio|stdio-common|signal|bionic|libc|musl|compiler-rt"
    r"|libsanitizer|src_musl|Libc|dyld)[/-]|\.S$|^[\w-]+\.c$|vcruntime|\\crt\\|/rustc/"
)
"""Source files of C libraries; one without a folder may be any."""

LIBRARIES = (
    # `/lib/x86_64-linux-gnu/libc.so.6`, `libsystem_kernel.dylib`
    r"(?:^|[/\\])(?:libc|libc-[\d.]+|libm|libdl|libpthread\S*|libstdc\+\+|libc\+\+(?:abi)?|libgcc_s|libunwind|libclang_rt\S*|lib[almtu]{1,3}san|ld-linux\S*|ld-[\d.]+|linux-gate|linux-vdso|libsystem_\w+|libdyld|dyld|libart|libbacktrace|liblog)(?:\.so|\.dylib|\.tbd)?[\d.]*(?:\+0x[0-9a-f]+)?$",
    # `C:\Windows\SYSTEM32\ntdll.dll`, `ntdll_77290000`
    r"(?i:(?:^|[/\\])(?:ntdll|kernel32|kernelbase|verifier|vrfcore|vfbasics|ucrtbase\w*|msvcrt\w*|vcruntime\w*|msvcp\w*|wow64\w*|clang_rt\S*)(?:_[0-9a-f]{8})?(?:\.dll)?(?:\+0x[0-9a-f]+)?$)",
)  # fmt: skip
"""Modules of which no function says anything."""

SOURCES = (
    # `/usr/include/c++/12/bits/stl_vector.h`, `third_party/libc++/src/include/__memory/unique_ptr.h`
    r"/c\+\+/v\d/|/libc\+\+/(?:src|trunk)/|/include/c\+\+/|/bits/(?:stl_|basic_|shared_ptr|move|alloc|gthr)[\w-]*\.h|/libcxx(?:abi)?/|/libunwind/",
    # `/src/llvm/projects/compiler-rt/lib/fuzzer/FuzzerLoop.cpp`, `../../../../src/libsanitizer/asan/asan_malloc.cpp`
    r"/compiler-rt/|/lib[Ff]uzzer/(?:src/|lib/)?Fuzzer\w+\.|libsanitizer/|sanitizer_common|/honggfuzz/|/AFLplusplus/",
    # `../sysdeps/unix/sysv/linux/raise.c`, `/build/glibc-2.23/stdlib/abort.c`, `bionic/libc/bionic/abort.cpp`
    r"/e?glibc-[\w.-]+/|^(?:\./|\.\./)*(?:sysdeps|nptl|csu|stdlib|malloc|assert|debug|string|libio|stdio-common)/\S+\.[cShx]+$|bionic/libc/",
    # `/rustc/3a7dfda40a3e/src/libstd/panic.rs`, `library/std/src/panicking.rs`, `/usr/lib/go/src/runtime/panic.go`
    r"/rustc/[0-9a-f]+/|/rust/library/|^library/(?:std|core|alloc|test)/|/src/runtime/\w+\.(?:go|s)$",
    # `C:\Program Files\...\VC\Tools\MSVC\14.29\crt\src\vcruntime\exe_common.inl`, `node:internal/modules/cjs/loader`
    r"\\vctools\\crt|\\VC\\Tools\\MSVC\\|^node:",
)  # fmt: skip
"""Source files of which no function says anything."""

OUTERMOST = re.compile(r"(?:int )?(?:w?main|w?WinMain|LLVMFuzzerTestOneInput|FuzzerTestOneInput|main\.main)")
"""Where the code of a program begins: what stands below is how it was started."""


@cache
def _joined(patterns: tuple[str, ...], *, whole: bool) -> re.Pattern[str]:
    expression = "|".join(f"(?:{one})" for one in patterns)
    return re.compile(rf"(?:{expression})\Z" if whole else expression)


def says_nothing(function: str, file: str, module: str) -> bool:
    """Say whether a frame is one of those that every crash passes through.

    What is known of it counts: the function without arguments, the source file, the module.
    """
    if function and _joined(OTHER, whole=True).match(function):
        return True
    if function and (not file or SYSTEM_SOURCE.search(file)) and _joined(SYSTEM, whole=True).match(function):
        return True
    if file and _joined(SOURCES, whole=False).search(file):
        return True
    return bool(module and not file and _joined(LIBRARIES, whole=False).search(module))
