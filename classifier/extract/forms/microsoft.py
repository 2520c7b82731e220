"""Microsoft's tools: Visual C++ and its linker, NMAKE, MSBuild, NuGet, dotnet and what runs the tests."""

from classifier.extract.forms.form import Form

NODE = r"^(?:\s*\d+>)?\s*"
"""`  12>`: what MSBuild puts before the lines of a project that is built beside others."""
PROJECT = r"(?:\s+\[[^\]]*proj(?:::[^\]]*)?\])?"
COMMAND = r"MSB(?:3073|3075|3721|6003|6006|8066)"
"""Codes by which MSBuild says that a program it ran has failed, which said itself why."""
SEVERITY = r"(?P<severity>(?:fatal )?error)"

FORMS = (
    Form(
        name="msbuild-command", tool="msbuild", kind="other", role="wrapper",
        pattern=NODE + r"(?:\S.*?(?:\(\d+,\d+\))? ?: )" + SEVERITY + r" (?P<code>" + COMMAND + r") ?: (?P<message>.+?)" + PROJECT + "$",
        samples=(
            '/demo/dotnet/Microsoft.Common.targets(5097,5): error MSB3073: The command "npm run build" exited with code 1. [/demo/Shop.csproj]',
            'C:\\demo\\Microsoft.CppCommon.targets(241,5): error MSB8066: Custom build for "C:\\demo\\a.rule" exited with code 1. [C:\\demo\\ALL_BUILD.vcxproj]',
            'C:\\demo\\Microsoft.CppCommon.targets(155,5): error MSB6006: "link.exe" exited with code 1120.',
        ),
        confusers=("MSBUILD : error MSB1009: Project file does not exist.",),
    ),
    Form(
        name="msvc-count", tool="msvc", kind="link", role="wrapper",
        pattern=NODE + r"(?P<file>\S.*?) : " + SEVERITY + r" (?P<code>LNK(?:1120|1169)) ?: (?P<message>.+?)" + PROJECT + "$",
        samples=("C:\\demo\\x64\\Debug\\shop.exe : fatal error LNK1120: 1 unresolved externals [C:\\demo\\shop.vcxproj]",
                 "app.exe : fatal error LNK1169: one or more multiply defined symbols found"),
    ),
    Form(
        name="msvc-link", tool="msvc", kind="link",
        pattern=NODE + r"(?P<file>[^\s:][^:]*?|[A-Za-z]:[^:]+?) : " + SEVERITY + r" (?P<code>LNK(?!1120|1169)\d+) ?: (?P<message>.+?)" + PROJECT + "$",
        samples=("app.obj : error LNK2019: unresolved external symbol foo referenced in function main",
                 "LINK : fatal error LNK1104: cannot open file 'gone.lib' [C:\\demo\\shop.vcxproj]",
                 "  LIBCMT.lib(exe_main.obj) : error LNK2001: unresolved external symbol main"),
        confusers=("app.obj : warning LNK4099: PDB 'app.pdb' was not found",),
    ),
    Form(
        name="nmake-command", tool="nmake", kind="other", role="wrapper",
        pattern=NODE + r"NMAKE : " + SEVERITY + r" (?P<code>U1077): (?P<message>.+)",
        samples=("NMAKE : fatal error U1077: 'cl' : return code '0x2'",),
    ),
    Form(
        name="nmake", tool="nmake", kind="config",
        pattern=r"^(?:NMAKE|(?P<file>\S.*)\((?P<line>\d+)\)) : " + SEVERITY + r" (?P<code>U(?!1077)\d{4}): (?P<message>.+)",
        samples=("NMAKE : fatal error U1073: don't know how to make 'gone.c'", "Makefile(12) : fatal error U1033: syntax error : ':' unexpected"),
    ),
    Form(
        name="msvc-option", tool="msvc", kind="config",
        pattern=NODE + r"(?:cl|CL) : Command line " + SEVERITY + r" (?P<code>D\d{4}) ?: (?P<message>.+?)" + PROJECT + "$",
        samples=("cl : Command line error D8021 : invalid numeric argument '/Wextra'",),
        confusers=("cl : Command line warning D9025 : overriding '/W3' with '/W4'",),
    ),
    Form(
        name="nuget", tool="nuget", kind="dependency",
        pattern=NODE + r"(?:(?P<file>\S[^(]*?)(?:\(\d+,\d+\))? ?: )?" + SEVERITY + r":? (?P<code>NU\d{4}) ?: (?P<message>.+?)" + PROJECT + "$",
        samples=("/demo/Shop.csproj : error NU1101: Unable to find package Gone. No packages exist with this id in source(s): nuget.org [/demo/Shop.sln]",
                 "C:\\demo\\Shop.csproj : error NU1605: Warning As Error: Detected package downgrade: Tea from 2.0.0 to 1.0.0.",
                 "error: NU1202: Package Tea 2.0.0 is not compatible with net6.0 (.NETCoreApp,Version=v6.0)."),
        confusers=("/demo/Shop.csproj : warning NU1701: Package 'Tea' was restored using '.NETFramework'",),
    ),
    Form(
        name="nuget-itself", tool="nuget", kind="dependency",
        pattern=r"^\s*(?:(?P<file>\S.*targets)\(\d+,\d+\): error : )?(?P<message>(?:error: )?(?:Unable to (?:load the service index for source|find version '|resolve dependency ')|Failed to retrieve information about '|Response status code does not indicate success: \d+|The package '.+' could not be found|Package '?\S+'? is incompatible with).+?)" + PROJECT + "$",
        samples=("/usr/share/dotnet/sdk/8.0.100/NuGet.targets(156,5): error : Unable to load the service index for source https://nuget.example.com/v3/index.json. [/demo/Shop.sln]",
                 "error: Unable to load the service index for source https://nuget.example.com/v3/index.json.",
                 "Unable to find version '9.0.0' of package 'Tea'."),
    ),
    Form(
        name="msbuild", tool="msbuild", kind="compile",
        pattern=NODE + r"(?P<file>[^\s(:][^(]*?|[A-Z]:[^(]+)(?:\((?P<line>\d+)(?:[,-](?P<column>\d+))?(?:,\d+,\d+)?\))? ?: " + SEVERITY + r" (?P<code>(?!TS|LNK|U1077|" + COMMAND + r")[A-Z]{1,8}\d{2,5}) ?: (?P<message>.+?)" + PROJECT + "$",
        samples=(
            "App.cs(5,9): error CS1002: ; expected [/demo/demo.csproj]",
            "1>c:\\demo\\app.cpp(3): error C2065: 'x': undeclared identifier",
            "MSBUILD : error MSB1009: Project file does not exist.",
            "CSC : error CS5001: Program does not contain a static 'Main' method suitable for an entry point [/demo/Shop.csproj::TargetFramework=net8.0]",
            "/demo/dotnet/Microsoft.NET.TargetFrameworkInference.targets(144,5): error NETSDK1045: The current .NET SDK does not support targeting .NET 9.0. [/demo/Shop.csproj]",
        ),
        confusers=("App.cs(5,9): warning CS0168: The variable 'e' is declared but never used",),
    ),
    Form(
        name="msbuild-uncoded", tool="msbuild", kind="config",
        pattern=NODE + r"(?P<file>\S.*\.(?:targets|props|\w+proj|sln))(?:\((?P<line>\d+)(?:,(?P<column>\d+))?\))? ?: error ?: (?P<message>.+?)" + PROJECT + "$",
        samples=("/demo/Shop.targets(3,5): error : could not find gone.txt [/demo/Shop.csproj]",
                 "C:\\demo\\Shop.csproj : error : The project file could not be loaded."),
    ),
    Form(
        name="dotnet-sdk", tool="dotnet", kind="config",
        pattern=r"^(?P<message>(?:A compatible \.NET SDK was not found|The command could not be loaded, possibly because:|You must install or update \.NET to run this application|It was not possible to find any (?:compatible framework version|installed \.NET Core SDKs)|Could not execute because the specified command or file was not found|The framework '(?P<subject>[\w.]+)', version '[\w.-]+'(?: \(\w+\))? was not found).*)",
        goes_on=r"^(?:\s*$| *Framework: | *\* |Requested SDK version: |global\.json file: )", most=4,
        samples=("A compatible .NET SDK was not found.\n\nRequested SDK version: 9.0.100\nglobal.json file: /demo/global.json",
                 "You must install or update .NET to run this application.",
                 "It was not possible to find any compatible framework version",
                 "The framework 'Microsoft.NETCore.App', version '6.0.0' (x64) was not found."),
    ),
    Form(
        name="vstest-aborted", tool="dotnet test", kind="crash",
        pattern=r"^\s*(?P<message>(?:The active (?:Test Run|test run) was aborted\. Reason: |Test host process crashed|Testhost process (?:for source\(s\) '.+' )?exited with error: ).*)",
        goes_on=r"^\s+at |^\w.*Exception: |^Stack overflow", most=4,
        samples=("The active test run was aborted. Reason: Test host process crashed : Stack overflow.",
                 "Testhost process for source(s) '/demo/Shop.Tests.dll' exited with error: Unhandled exception. System.Exception: no tea"),
    ),
    Form(
        name="vstest-config", tool="dotnet test", kind="config", certainty=60,
        pattern=r"^(?P<message>(?:No test is available in .+|The test source file \".+\" provided was not found\.|The argument .+\.dll is invalid\..*|No test matches the given testcase filter .+))",
        samples=('The test source file "/demo/Shop.Tests.dll" provided was not found.',),
    ),
    Form(
        name="dotnet-unhandled", tool="dotnet", kind="crash",
        pattern=r"^(?:\[ERROR\] FATAL UNHANDLED EXCEPTION: |Unhandled [Ee]xception[.:] ?)(?P<message>(?P<subject>[A-Z][\w.]+(?:Exception|Error)\b)(?:: .*)?)",
        goes_on=r"^ ---> ", most=3,
        samples=("Unhandled exception. System.IO.FileNotFoundException: Could not find file '/demo/prices.txt'.\n   at Shop.Store.Open()",
                 "[ERROR] FATAL UNHANDLED EXCEPTION: System.InvalidOperationException: no database",
                 "Unhandled Exception: System.ArgumentException: price below zero"),
    ),
    Form(
        name="dotnet-wrapper", tool="dotnet", kind="other", role="wrapper",
        pattern=r"^\s*(?P<message>Build FAILED\.|Build failed with \d+ error.*|Test Run Failed\.|\d+>Done [Bb]uilding [Pp]roject \".*\" .*-- FAILED\.|={5,} (?:Build|Rebuild All|Publish): .*[1-9]\d* failed.*)$",
        samples=("Build FAILED.", "Build failed with 1 error(s) in 2.7s", "Test Run Failed.",
                 "========== Build: 0 succeeded, 1 failed, 0 up-to-date, 0 skipped =========="),
        confusers=("========== Build: 2 succeeded, 0 failed, 0 up-to-date, 0 skipped ==========",),
    ),
)  # fmt: skip
