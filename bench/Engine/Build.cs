using Fovea.Bench.Contract;
using Fovea.Inference;

namespace Fovea.Bench.Engine;

/// <summary>The entry point to the build of the engine that this assembly is loaded with.</summary>
public sealed class Build : IBuild
{
    /// <inheritdoc/>
    public IReadOnlyList<string> InstructionSets => [.. InferenceEngine.AvailableInstructionSets.Select(set => set.ToString())];

    /// <inheritdoc/>
    public IBuildEngine Start(EngineSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var defaults = new InferenceOptions();
        return new BuildEngine(new InferenceEngine(new InferenceOptions
        {
            Threads = settings.Threads,
            InstructionSet = settings.InstructionSet is string name ? Enum.Parse<InstructionSet>(name) : null,
            Winograd = settings.Winograd,
            MaxActivationBytes = settings.MaxActivationBytes ?? defaults.MaxActivationBytes,
            PlansPerModel = settings.PlansPerModel ?? defaults.PlansPerModel,
        }));
    }
}
