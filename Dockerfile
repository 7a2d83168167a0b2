# Build: docker build -t fovea .
# Run:   docker run --read-only --tmpfs /tmp -p 127.0.0.1:8080:8080 -v "$PWD/models:/models:ro" fovea

# The program brings its runtime: runtime-deps:10.0-noble-chiseled is enough beneath it, and smaller.
ARG BASE=mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled

FROM --platform=$BUILDPLATFORM mcr.microsoft.com/dotnet/sdk:10.0 AS build
ARG TARGETARCH
WORKDIR /source

# Project and lock files first: the restored packages stay cached until one of these changes.
COPY global.json Directory.Build.props Directory.Build.targets Directory.Packages.props AheadOfTime.targets ./
COPY src/Directory.Build.props src/Directory.Build.targets src/
COPY src/Kernels/Fovea.Kernels.csproj src/Kernels/packages.lock.json src/Kernels/
COPY src/Inference/Fovea.Inference.csproj src/Inference/packages.lock.json src/Inference/
COPY src/Imaging/Fovea.Imaging.csproj src/Imaging/packages.lock.json src/Imaging/
COPY src/Models/Fovea.Models.csproj src/Models/packages.lock.json src/Models/
COPY src/Api/Fovea.Api.csproj src/Api/packages.lock.json src/Api/
RUN case "${TARGETARCH:-$(uname -m)}" in arm64 | aarch64) echo linux-arm64 ;; *) echo linux-x64 ;; esac > /runtime \
 && dotnet restore src/Api --locked-mode -p:ContainerRuntime="$(cat /runtime)"

COPY .editorconfig ./
COPY src/ src/
COPY docs/samples/ docs/samples/
RUN dotnet publish src/Api --no-restore -c Release -o /publish -p:ContainerRuntime="$(cat /runtime)" -p:DebugType=none \
      -p:UseSharedCompilation=false -nodeReuse:false \
 && mkdir -p /empty/models

FROM $BASE
WORKDIR /app
COPY --from=build /publish ./
COPY --from=build --chown=1654:1654 /empty/models /models
# The youngest generation is collected after 1 MiB (hexadecimal), and the heap consists of pieces of that size; malloc has one heap and gives back what is free.
ENV ASPNETCORE_HTTP_PORTS=8080 \
    Models__Path=/models \
    DOTNET_GCgen0size=100000 \
    DOTNET_GCRegionSize=100000 \
    MALLOC_ARENA_MAX=1 \
    MALLOC_MMAP_THRESHOLD_=65536 \
    MALLOC_TRIM_THRESHOLD_=65536
EXPOSE 8080
VOLUME /models
USER 1654
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s --retries=3 CMD ["./Fovea.Api", "--healthcheck"]
ENTRYPOINT ["./Fovea.Api"]
