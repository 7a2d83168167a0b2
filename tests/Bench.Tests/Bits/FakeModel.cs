using Fovea.Bench.Contract;

namespace Fovea.Bench.Tests.Bits;

/// <summary>A model with one input of two bytes; the test defines what it computes.</summary>
internal sealed class FakeModel(Action<byte[], byte[]> run, params string[] layerNames) : IBuildModel, IBuildPlan
{
    private static readonly ValueInfo Input = new("x", "UInt8", 1, [2]);

    public IReadOnlyList<ValueInfo> Inputs => [Input];

    public IReadOnlyList<ValueInfo> Outputs { get; init; } = [Input with { Name = "y" }];

    public IReadOnlyList<string> Declarations => ["input x"];

    public IReadOnlyList<string> LayerNames => layerNames;

    public IReadOnlyList<LayerText> DescribeLayers(IReadOnlyList<long[]> inputShapes) =>
        [.. layerNames.Select(n => new LayerText(n, 2, n))];

    public bool KeepsRowsApart(IReadOnlyList<long[]> inputShapes) => false;

    public IBuildPlan Compile(IReadOnlyList<long[]> inputShapes, IReadOnlyList<string>? outputs) => this;

    public Action Bind(IReadOnlyList<byte[]> inputs, IReadOnlyList<byte[]> outputs) => () => run(inputs[0], outputs[0]);

    public void Dispose()
    {
    }
}
