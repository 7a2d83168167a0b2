using System.Runtime;
using Fovea.Api.Options;
using Fovea.Inference;

namespace Fovea.Api.Startup;

/// <summary>Logs what the process may use and what was made of it, so that a container's limits can be seen to have arrived.</summary>
internal static class ResourceReport
{
    public static void LogResources(this WebApplication app)
    {
        ServerOptions options = app.Services.GetRequiredService<ServerOptions>();
        InferenceEngine engine = app.Services.GetRequiredService<InferenceEngine>();
        app.Logger.LogInformation(
            "Kernels: {InstructionSet}, with block sizes and algorithms for {Processor}.", engine.InstructionSet, engine.Processor);
        app.Logger.LogInformation(
            "Processors: {Processors}; memory: {Memory} MiB; kept for runs: up to {Arenas} MiB; kept images: up to {Images} MiB; " +
            "activations of one run: up to {Activations} MiB; compiled plans: up to {Plans} MiB; garbage collector: {Collector}.",
            Environment.ProcessorCount, Mebibytes(MemoryDefaults.Here.Available), Mebibytes(options.Inference.PooledArenaBytes),
            Mebibytes(options.ImageStore.MaxBytes), Mebibytes(options.Inference.MaxActivationBytes),
            Mebibytes(options.Inference.PlanBytes), GCSettings.IsServerGC
                ? "server"
                : "workstation");
    }

    private static long Mebibytes(long bytes) => bytes >> 20;
}
