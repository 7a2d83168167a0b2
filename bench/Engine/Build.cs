using System.Runtime.CompilerServices;
using Fovea.Bench.Contract;
using Fovea.Inference;

namespace Fovea.Bench.Engine;

/// <summary>The entry point to the build of the engine that this assembly is loaded with.</summary>
public sealed class Build : IBuild
{
    /// <inheritdoc/>
    public IReadOnlyList<string> InstructionSets => [.. InferenceEngine.AvailableInstructionSets.Select(set => set.ToString())];

    /// <inheritdoc/>
    public IReadOnlyList<string> Processors => typeof(InferenceOptions).GetProperty("Processor") is null ? [] : KnownProcessors();

    /// <inheritdoc/>
    public IBuildEngine Start(EngineSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var defaults = new InferenceOptions();
        var options = new InferenceOptions
        {
            Threads = settings.Threads,
            InstructionSet = settings.InstructionSet is string name ? Enum.Parse<InstructionSet>(name) : null,
            Winograd = settings.Winograd,
            MaxActivationBytes = settings.MaxActivationBytes ?? defaults.MaxActivationBytes,
            PlansPerModel = settings.PlansPerModel ?? defaults.PlansPerModel,
        };
        return new BuildEngine(new InferenceEngine(settings.Processor is string processor ? For(processor, options) : options));
    }

    // The members below are missing in builds that take no name; a method that names them cannot be compiled there.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static IReadOnlyList<string> KnownProcessors() => InferenceEngine.KnownProcessors;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static InferenceOptions For(string processor, InferenceOptions options) => options with { Processor = processor };
}
