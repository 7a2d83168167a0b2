using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Fovea.Api.Contracts;

/// <summary>The answer of <c>POST /models/validate</c>, and what <c>validate --json</c> prints.</summary>
[Description("The dry run of a model: what it is, every problem that was found, and whether it would be served.")]
public sealed record ModelReport : ModelFacts
{
    [Description("The name of the ONNX file.")]
    public required string File { get; init; }

    [Description("Whether it would be served.")]
    public required bool Served { get; init; }

    [Description("Why it would not be served; empty where it would be.")]
    public required IReadOnlyList<string> Problems { get; init; }

    [Description("The program that wrote the file; absent where the file does not say it.")]
    public string? Producer { get; init; }

    [Description("The version of the file format.")]
    public long? IrVersion { get; init; }

    [Description("The version of each operator set that the file imports, by domain; ONNX's own is ai.onnx.")]
    public IReadOnlyDictionary<string, long>? Opsets { get; init; }

    [Description("The operators of the file, the most frequent first.")]
    public IReadOnlyList<OperatorInfo>? Operators { get; init; }

    [Description("The memory of the activations of one run, for some numbers of images.")]
    [JsonPropertyOrder(2)]
    public IReadOnlyList<ActivationInfo>? Activations { get; init; }
}

/// <summary>One operator of a <see cref="ModelReport"/>.</summary>
[Description("How often a file has an operator.")]
public sealed record OperatorInfo
{
    [Description("The operator; of another domain than ONNX's own, with the domain in front: com.microsoft.FusedConv.")]
    public required string Name { get; init; }

    [Description("How many nodes are of it.")]
    public required int Count { get; init; }

    [Description("Whether Fovea has it.")]
    public required bool Supported { get; init; }
}

/// <summary>The memory of a run in a <see cref="ModelReport"/>.</summary>
[Description("The memory that the activations of one run take together.")]
public sealed record ActivationInfo
{
    [Description("The number of images of the run.")]
    public required int Images { get; init; }

    [Description("Bytes; absent where such a run is refused.")]
    public long? Bytes { get; init; }

    [Description("Why such a run is refused; absent where it is not.")]
    public string? Problem { get; init; }
}
