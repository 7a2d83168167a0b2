using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Onnx;
using Fovea.Inference.Operators;
using Fovea.Kernels;

namespace Fovea.Inference.Tests.Support;

/// <summary>The graph of a model as the passes get it from <see cref="InferenceModel"/>: imported, with known shapes, and pruned.</summary>
internal static class SpecializedGraph
{
    /// <param name="builder">The model.</param>
    /// <param name="shapes">The shapes of its inputs; as declared where none are given.</param>
    public static Graph Of(OnnxModelBuilder builder, params IReadOnlyList<Shape> shapes)
    {
        using ModelFiles files = ModelFiles.Of(builder.Build());
        Graph loaded = GraphImporter.Import(files, OperatorTable.Find, new LoadBudget(LoadLimits.None)).Graph;
        Infer(loaded);
        Graph graph = loaded.Clone();
        for (int i = 0; i < shapes.Count; i++)
            graph.Inputs[i].Shape = SymbolicShape.Of(shapes[i]);
        Infer(graph);
        graph.RemoveDead();
        return graph;
    }

    private static void Infer(Graph graph)
    {
        var budget = new LoadBudget(LoadLimits.None);
        ShapeInference.Run(
            graph, new NodeEvaluator(KernelSet.For(InstructionSets.Best), 1 << 20, budget, isPlanSpecific: true).Evaluate, budget);
    }
}
