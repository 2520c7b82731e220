"""Containers and clusters: docker, podman, buildah, compose, Kubernetes, Helm, Packer."""

from classifier.extract.forms.form import Form

FORMS = (
    Form(
        name="docker-client", tool="docker", kind="config",
        pattern=r"^(?:ERROR: |error during connect: .*: )?(?P<message>Cannot connect to the Docker daemon at \S+ Is the docker daemon running\?|(?:permission denied while trying to connect|Got permission denied while trying to connect) to the Docker (?:API|daemon socket) at .+)",
        samples=("Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?",
                 "ERROR: Cannot connect to the Docker daemon at tcp://docker:2375. Is the docker daemon running?",
                 "permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock"),
    ),
    Form(
        name="docker-classic", tool="docker", kind="config",
        pattern=r"^(?P<message>(?:COPY|ADD) failed: .+|unable to prepare context: .+|Error parsing reference: .+|(?:docker: )?invalid reference format.*|no matching manifest for \S+ in the manifest list entries.*|failed to solve with frontend dockerfile\.v0: .*(?:parse error|not found|forbidden|denied).*)",
        samples=("COPY failed: file not found in build context or excluded by .dockerignore: stat gone.txt: file does not exist",
                 "unable to prepare context: unable to evaluate symlinks in Dockerfile path: lstat /demo/Dockerfile: no such file or directory",
                 "no matching manifest for linux/arm64/v8 in the manifest list entries",
                 "failed to solve with frontend dockerfile.v0: failed to create LLB definition: dockerfile parse error line 3: unknown instruction: RUM"),
    ),
    Form(
        name="docker-denied", tool="docker", kind="config", certainty=60,
        pattern=r"^(?P<message>denied: (?:requested access to the resource is denied|Your authorization token has expired|permission_denied: .+|installation not allowed .+)|unauthorized: (?:authentication required|incorrect username or password|access token has insufficient scopes).*|toomanyrequests: .+|no basic auth credentials)$",
        samples=("denied: requested access to the resource is denied", "unauthorized: authentication required", "toomanyrequests: You have reached your pull rate limit."),
    ),
    Form(
        name="buildkit-step", tool="docker", kind="config",
        pattern=r"^#\d+ ERROR: (?P<message>(?!process \"|executor failed|.*did not complete successfully)\S.*)",
        samples=("#2 ERROR: docker.io/library/gone:1: not found", '#7 ERROR: failed to calculate checksum of ref abc::def: "/gone.txt": not found'),
        confusers=('#12 ERROR: process "/bin/sh -c make" did not complete successfully: exit code: 2',),
    ),
    Form(
        name="buildkit-process", tool="docker", kind="other", role="wrapper",
        pattern=r"^#\d+ ERROR: (?P<message>(?:process \"|executor failed).*)",
        samples=('#12 ERROR: process "/bin/sh -c make" did not complete successfully: exit code: 2',),
    ),
    Form(
        name="buildkit-solve", tool="docker", kind="config", unless=("buildkit-step",),
        pattern=r"^(?:ERROR: )?(?:target \S+: )?failed to solve: (?P<message>(?!.*(?:did not complete successfully|executor failed))\S.*)",
        samples=("ERROR: failed to solve: gone:1: failed to resolve source metadata for docker.io/library/gone:1: docker.io/library/gone:1: not found",
                 "ERROR: failed to solve: dockerfile parse error on line 3: unknown instruction: RUM (did you mean RUN?)",
                 'failed to solve: rpc error: code = Unknown desc = failed to compute cache key: "/gone.txt" not found: not found'),
        confusers=('ERROR: failed to solve: process "/bin/sh -c make" did not complete successfully: exit code: 2',),
    ),
    Form(
        name="buildah-run", tool="podman", kind="other", role="wrapper",
        pattern=r"^(?:Error: |ERRO\[\d+\] )?(?P<message>(?:building at STEP \"RUN .*|error building at STEP \"RUN .*): (?:while running runtime: )?exit status \d+)",
        samples=('Error: building at STEP "RUN make": while running runtime: exit status 2', 'error building at STEP "RUN make": exit status 2'),
    ),
    Form(
        name="buildah", tool="podman", kind="config",
        pattern=r"^Error: (?P<message>(?:building at STEP \"(?!RUN .*exit status)|creating build container: |initializing source |short-name |unable to copy from source |error (?:building|creating build container|initializing source)|statfs |OCI runtime error: |crun: |runc: ).*)",
        samples=('Error: building at STEP "COPY gone.txt /": checking on sources under "/tmp/shop": copier: stat: "/gone.txt": no such file or directory',
                 "Error: creating build container: initializing source docker://registry.example.com/gone:1: pinging container registry registry.example.com: no such host"),
        confusers=('Error: building at STEP "RUN make": while running runtime: exit status 2',),
    ),
    Form(
        name="oci-runtime", tool="docker", kind="config",
        pattern=r"(?P<message>OCI runtime (?:create|exec) failed: .+|exec: \"(?P<subject>[^\"]+)\": (?:executable file not found in \$PATH|stat .+: no such file or directory).*|exec /\S+: (?:exec format error|no such file or directory))",
        samples=('OCI runtime exec failed: exec failed: unable to start container process: exec: "till": executable file not found in $PATH: unknown',
                 "exec /usr/bin/till: exec format error"),
    ),
    Form(
        name="compose", tool="docker compose", kind="config",
        pattern=r"^(?:ERROR: |service \"(?P<subject>[^\"]+)\" )?(?P<message>(?:dependency failed to start: .+|didn't complete successfully: exit \d+|has neither an image nor a build context specified.*|The Compose file '.+' is invalid because:|Version in \".+\" is unsupported\..*|no such service: \S+|for \S+ +Cannot (?:start|create) .*))",
        goes_on=r"^services?[. ]\S", most=3,
        samples=("dependency failed to start: container shop-db-1 is unhealthy", "no such service: till", "ERROR: The Compose file './docker-compose.yml' is invalid because:\nservices.web.prots is not allowed",
                 'service "migrate" didn\'t complete successfully: exit 1'),
    ),
    Form(
        name="compose-wrapper", tool="docker compose", kind="other", role="wrapper",
        pattern=r"^(?P<message>(?:ERROR: )?Service '\S+' failed to build(?: ?:.*)?|\S+[-_]\d+ exited with code [1-9]\d*)$",
        samples=("Service 'web' failed to build : Build failed", "shop-web-1 exited with code 3"),
        confusers=("shop-web-1 exited with code 0",),
    ),
    Form(
        name="kubectl-server", tool="kubectl", kind="config",
        pattern=r"^(?P<message>(?:Error from server \(\w+\): |Error from server: |error: (?:error validating|unable to recognize|error parsing|unable to upgrade connection|the server doesn't have a resource type|no matching resources found|no objects passed to apply|timed out waiting for the condition|deployment \".+\" exceeded its progress deadline|You must be logged in)|The \w+ \"\S+\" is invalid: |Unable to connect to the server: |The connection to the server \S+ was refused).*)",
        goes_on=r"^\* ", most=4,
        samples=('Error from server (NotFound): deployments.apps "web" not found', 'error: deployment "web" exceeded its progress deadline',
                 'The Deployment "web" is invalid: spec.template.spec.containers[0].image: Required value',
                 "error: timed out waiting for the condition on deployments/web",
                 "The connection to the server localhost:8080 was refused - did you specify the right host or port?"),
    ),
    Form(
        name="kubernetes-event", tool="kubernetes", kind="config", certainty=45,
        pattern=r"^\s*(?:\S+ +)?Warning +(?P<message>(?:FailedScheduling|ErrImagePull|ImagePullBackOff|FailedMount|FailedCreate|BackOff|OOMKilling|Evicted|FailedAttachVolume|Failed) +.+)",
        samples=("  Warning  FailedScheduling  12s   default-scheduler  0/3 nodes are available: 3 Insufficient cpu.",
                 'Warning  Failed     3m  kubelet  Failed to pull image "gone:1": not found'),
    ),
    Form(
        name="helm", tool="helm", kind="config",
        pattern=r"^Error: (?P<message>(?:(?:UPGRADE|INSTALLATION|ROLLBACK|UNINSTALL) FAILED: |template: \S+:\d+:\d+: |failed to (?:download|fetch|parse) |chart \"|YAML parse error on |parse error at \(|execution error at \(|found in Chart\.yaml, but missing in charts/|unable to build kubernetes objects|release: not found|repo \S+ not found|Kubernetes cluster unreachable).*)",
        samples=("Error: UPGRADE FAILED: timed out waiting for the condition", 'Error: template: shop/templates/web.yaml:3:14: executing "shop/templates/web.yaml" at <.Values.gone.tag>: nil pointer evaluating interface {}.tag',
                 "Error: INSTALLATION FAILED: cannot re-use a name that is still in use"),
    ),
    Form(
        name="packer-build", tool="packer", kind="other",
        pattern=r"^Build '(?P<subject>[^']+)' errored(?: after .+?)?: (?P<message>.+)",
        samples=("Build 'null.x' errored after 9 milliseconds 499 microseconds: Script exited with non-zero exit status: 3.Allowed exit codes are: [0]",
                 "Build 'docker.web' errored: Error pulling Docker image: exit status 1"),
    ),
    Form(
        name="packer", tool="packer", kind="config",
        pattern=r"^(?P<message>Failed to parse template: .+|Error: Failed to prepare build: .+|Failed to initialize build \".+\": .+|Error initializing core: .+)",
        goes_on=r"^(?:At line|\d+ error|\* )", most=4,
        samples=("Failed to parse template: Error parsing JSON: unexpected end of JSON input\nAt line 2, column 1 (offset 45):",),
    ),
)  # fmt: skip
