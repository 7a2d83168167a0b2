using Fovea.Bench.Contract;

namespace Fovea.Bench.Bits;

/// <summary>The options of the bits command.</summary>
internal sealed record BitsOptions
{
    /// <summary>The word that stands for every instruction set of the machine.</summary>
    private const string All = "all";

    /// <summary>A limit, because the activations and outputs of two runs are in memory at the same time.</summary>
    private const long MaxActivationBytes = 3L << 30;

    /// <summary>Few, because plans of layer groups are used only once.</summary>
    private const int PlansPerModel = 2;

    /// <summary>The folder of the other build.</summary>
    public required string Against { get; init; }

    public required string Models { get; init; }

    /// <summary>A folder of photos to run networks on that take images; null for random inputs alone.</summary>
    public string? Photos { get; init; }

    public string? Only { get; init; }

    public required int[] Threads { get; init; }

    public required int[] Batches { get; init; }

    /// <summary>Whether every layer is compared, or only the outputs.</summary>
    public required bool Layers { get; init; }

    /// <summary>Names of instruction sets, or "all"; null for the best.</summary>
    public string? InstructionSets { get; init; }

    /// <summary>The name of the processor's description in both builds; null for that of this machine.</summary>
    public string? Processor { get; init; }

    public required bool Winograd { get; init; }

    /// <summary>
    /// Whether this build runs without Winograd's algorithm and the other one with it, so that differences must be found.
    /// </summary>
    public required bool Control { get; init; }

    /// <exception cref="ArgumentException">An option is missing or makes no sense.</exception>
    public static BitsOptions Read(Arguments arguments) => new()
    {
        Against = arguments.Required("against"),
        Models = arguments.Required("models"),
        Photos = arguments.Text("photos"),
        Only = arguments.Text("only"),
        Threads = arguments.Numbers("threads", 1, 2),
        Batches = arguments.Numbers("batch", 1, 2, 8),
        Layers = arguments.Switch("layers", otherwise: true),
        InstructionSets = arguments.Text("isa"),
        Processor = arguments.Processor("processor"),
        Winograd = arguments.Switch("winograd", otherwise: true),
        Control = arguments.Switch("control", otherwise: false),
    };

    /// <summary>The instruction sets to compare, of those that both builds support; a null entry means the best one.</summary>
    /// <exception cref="ArgumentException">A named instruction set is not available.</exception>
    public string?[] Choose(IEnumerable<string> available)
    {
        string[] there = [.. available];
        if (InstructionSets is null)
            return [null];
        if (InstructionSets.Equals(All, StringComparison.OrdinalIgnoreCase))
            return [.. there];
        return [.. InstructionSets.Split(',').Select(name =>
            there.FirstOrDefault(t => t.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw new ArgumentException($"--isa {name}: this machine has {string.Join(", ", there)}."))];
    }

    public EngineSettings Settings(string? instructionSet, int threads, bool winograd) => new()
    {
        Threads = threads,
        InstructionSet = instructionSet,
        Processor = Processor,
        Winograd = winograd,
        MaxActivationBytes = MaxActivationBytes,
        PlansPerModel = PlansPerModel,
    };
}
