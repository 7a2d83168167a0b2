namespace Fovea.Bench.Contract;

/// <summary>
/// One build of the engine. Several builds are loaded at the same time; they exchange only types of this assembly, which all of them share,
/// and of the runtime.
/// </summary>
public interface IBuild
{
    /// <summary>The instruction sets of this machine, best first.</summary>
    IReadOnlyList<string> InstructionSets { get; }

    /// <summary>The names of the processors that it has descriptions of; empty if it takes no name.</summary>
    IReadOnlyList<string> Processors { get; }

    /// <summary>Starts an engine of this build.</summary>
    IBuildEngine Start(EngineSettings settings);
}
