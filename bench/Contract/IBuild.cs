namespace Fovea.Bench.Contract;

/// <summary>
/// One build of the engine. Several are loaded side by side; what crosses between them and the benchmark are the types of this assembly,
/// which all of them share, and the runtime's own.
/// </summary>
public interface IBuild
{
    /// <summary>The instruction sets of this machine, best first.</summary>
    IReadOnlyList<string> InstructionSets { get; }

    /// <summary>Starts an engine of this build.</summary>
    IBuildEngine Start(EngineSettings settings);
}
