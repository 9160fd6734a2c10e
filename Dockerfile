# Build:  docker build --platform linux/amd64 --build-arg DEVICE=cpu --tag gradcamservice .
# For a build that can be repeated give both base images by digest, as docs/operation.md says: --build-arg SDK=…@sha256:… --build-arg RUNTIME=…@sha256:…
ARG SDK=mcr.microsoft.com/dotnet/sdk:10.0
ARG RUNTIME=mcr.microsoft.com/dotnet/aspnet:10.0
FROM ${SDK} AS build
ARG DEVICE=cpu
# Fail here, in words, rather than at the first request: libtorch is packaged for amd64 only, and only for these two devices.
RUN case "$DEVICE" in cpu|cuda) ;; *) echo "DEVICE is cpu or cuda, not '$DEVICE'" >&2; exit 1 ;; esac; \
    test "$(uname -m)" = x86_64 || { echo "build with --platform linux/amd64: libtorch has no package for $(uname -m)" >&2; exit 1; }
WORKDIR /source

# Exactly what restore reads. Half a gigabyte of libtorch (CUDA: several) stays in this layer until a package version changes.
COPY global.json Directory.Build.props Directory.Build.targets Directory.Packages.props ./
COPY build/ build/
COPY src/GradCamService.Onnx/GradCamService.Onnx.csproj src/GradCamService.Onnx/packages.lock.json src/GradCamService.Onnx/
COPY src/GradCamService.Explain/GradCamService.Explain.csproj src/GradCamService.Explain/packages.lock.json src/GradCamService.Explain/
COPY src/GradCamService.Evaluate/GradCamService.Evaluate.csproj src/GradCamService.Evaluate/packages.lock.json src/GradCamService.Evaluate/
COPY src/GradCamService.Jobs/GradCamService.Jobs.csproj src/GradCamService.Jobs/packages.lock.json src/GradCamService.Jobs/
COPY src/GradCamService/GradCamService.csproj src/GradCamService/packages.lock.json src/GradCamService/
# The packages of the lock files and no others (for cpu: a CUDA build has packages that they do not name).
ENV CI=true
RUN dotnet restore src/GradCamService/GradCamService.csproj --runtime linux-x64 -p:Device="$DEVICE" -p:PublishReadyToRun=true

# .editorconfig sets the severity of analyzer rules, and warnings are errors: without it this build is not the developers' build.
COPY .editorconfig ./
COPY src/ src/
RUN dotnet publish src/GradCamService/GradCamService.csproj --no-restore --runtime linux-x64 --configuration Release --output /app -p:Device="$DEVICE"
# /app/sbom.json says what the image's program is made of.
COPY .config/ .config/
COPY deploy/container/sbom.sh deploy/container/
RUN bash deploy/container/sbom.sh /app

FROM ${RUNTIME} AS final
WORKDIR /app
COPY LICENSE ./
COPY deploy/container/healthcheck.sh ./
# Owned by root, run by another: the process cannot change its own program or models.
COPY --from=build /app ./
# Where jobs are kept. A volume, since jobs outlive the container: name it (-v gradcam-jobs:/jobs), or it goes with the container.
RUN mkdir /jobs && chown 1654:1654 /jobs
VOLUME /jobs
# Libtorch takes the GPU through the host's driver; the container toolkit mounts what the first names.
ENV NVIDIA_DRIVER_CAPABILITIES=compute,utility \
    ASPNETCORE_HTTP_PORTS=8080 \
    Jobs__Directory=/jobs
EXPOSE 8080
# A number, so that an orchestrator can tell that it is not root; 1654 is the user "app" of the .NET images.
USER 1654
# Written besides /jobs is /tmp alone: archives of datasets are unpacked there (mount a tmpfs where the root is read-only).
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 CMD ["/bin/bash", "/app/healthcheck.sh"]
# Whole, so that commands work in any folder: docker run -v "$PWD:/data" -w /data … explain photos --model …
ENTRYPOINT ["dotnet", "/app/GradCamService.dll"]
