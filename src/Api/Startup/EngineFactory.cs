using Fovea.Api.Options;
using Fovea.Api.Options.Settings;
using Fovea.Inference;

namespace Fovea.Api.Startup;

/// <summary>Creates the engine that the settings describe.</summary>
internal static class EngineFactory
{
    /// <exception cref="InvalidConfigurationException">This processor does not have the instruction set.</exception>
    public static InferenceEngine Create(ServerOptions server)
    {
        EngineOptions options = server.Inference;
        try
        {
            return new InferenceEngine(new InferenceOptions
            {
                LoadLimits = server.Models.LoadLimits,
                Threads = options.Threads,
                InstructionSet = options.InstructionSet,
                Processor = options.Processor,
                Winograd = options.Winograd,
                MaxActivationBytes = options.MaxActivationBytes,
                PooledArenaBytes = options.PooledArenaBytes,
                PlanBytes = options.PlanBytes,
                MaxLoopIterations = options.MaxLoopIterations,
            });
        }
        catch (NotSupportedException e)
        {
            throw new InvalidConfigurationException($"The setting 'Inference:InstructionSet' is {options.InstructionSet}: {e.Message}", e);
        }
    }
}
