using Fovea.Bench.Contract;
using Fovea.Inference;

namespace Fovea.Bench.Engine;

internal sealed class BuildModel(InferenceModel model) : IBuildModel
{
    public IReadOnlyList<ValueInfo> Inputs { get; } =
        [.. model.Inputs.Select(i => new ValueInfo(
            i.Name, i.ElementType.ToString(), i.ElementType.SizeInBytes(), i.Shape.Dimensions?.Select(d => d.Value ?? ValueInfo.Open)
                .ToArray()))];

    public IReadOnlyList<string> Declarations =>
    [
        .. model.Inputs.Select(i => $"input {i.Name}: {i.ElementType}{i.Shape}"),
        .. model.Outputs.Select(o => $"output {o.Name}: {o.ElementType}{o.Shape}"),
        $"parameters {model.ParameterCount}",
        $"opset {model.OpsetVersion}",
    ];

    public IReadOnlyList<string> LayerNames => model.LayerNames;

    public IReadOnlyList<LayerText> DescribeLayers(IReadOnlyList<long[]> inputShapes) =>
        [.. model.DescribeLayers(Shapes(inputShapes)).Select(LayerTexts.Of)];

    public bool KeepsRowsApart(IReadOnlyList<long[]> inputShapes) => model.KeepsRowsApart(Shapes(inputShapes));

    public IBuildPlan Compile(IReadOnlyList<long[]> inputShapes, IReadOnlyList<string>? outputs) =>
        new BuildPlan(model.Compile(Shapes(inputShapes), outputs));

    public void Dispose() => model.Dispose();

    private static Shape[] Shapes(IReadOnlyList<long[]> extents) => [.. extents.Select(e => new Shape(e))];
}
