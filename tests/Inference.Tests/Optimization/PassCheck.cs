using Fovea.Inference.Graphs;
using Fovea.Inference.Optimization;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Optimization;

/// <summary>
/// One pass over the graph of a model: the graph is imported and given its shapes as the engine does it, passed once, and printed before
/// and after. The graph keeps every invariant of <see cref="GraphChecker"/>, or the check fails.
/// </summary>
internal sealed class PassCheck
{
    private readonly string _before;
    private readonly string _after;

    private PassCheck(OnnxModelBuilder builder, IReadOnlyList<Shape> shapes, IReadOnlyList<GraphPass> earlier, GraphPass pass)
    {
        Graph = SpecializedGraph.Of(builder, shapes);
        var patch = new GraphPatch(Graph);
        patch.Tidy();
        foreach (GraphPass first in earlier)
            Run(first, patch);
        _before = GraphText.Write(Graph);
        Run(pass, patch);
        _after = GraphText.Write(Graph);
    }

    /// <summary>The graph after the pass.</summary>
    public Graph Graph { get; }

    /// <summary>The names of values that the pass merged away, with what they were merged into.</summary>
    public string Fused => string.Join(", ", Graph.Fused.Select(pair => $"{pair.Key} into {pair.Value}"));

    /// <param name="builder">The model.</param>
    /// <param name="shapes">The shapes of its inputs; as declared where none are given.</param>
    public static PassCheck Of<TPass>(OnnxModelBuilder builder, params IReadOnlyList<Shape> shapes) where TPass : GraphPass, new() =>
        new(builder, shapes, [], new TPass());

    /// <summary>The same after another pass, for activations and residuals, which only passes create.</summary>
    public static PassCheck OfSecond<TFirst, TPass>(OnnxModelBuilder builder) where TFirst : GraphPass, new() where TPass : GraphPass,
        new() =>
        new(builder, [], [new TFirst()], new TPass());

    /// <summary>The text after all passes in their order, as <see cref="InferenceModel.OptimizedGraphText"/> must give it.</summary>
    public static string AllPasses(OnnxModelBuilder builder, params IReadOnlyList<Shape> shapes)
    {
        var check = new PassCheck(builder, shapes, [.. PassPipeline.Passes.SkipLast(1)], PassPipeline.Passes[^1]);
        return check._after;
    }

    /// <summary>Asserts the text of the graph before the pass.</summary>
    public PassCheck Turns(string text)
    {
        Assert.Equal(text, _before.TrimEnd('\n'));
        return this;
    }

    /// <summary>Asserts the text of the graph after the pass.</summary>
    public PassCheck Into(string text)
    {
        Assert.Equal(text, _after.TrimEnd('\n'));
        return this;
    }

    /// <summary>Asserts the text of the graph before and after a pass that does nothing.</summary>
    public void Leaves(string text) => Turns(text).Into(text);

    /// <summary>Asserts what the pass says of values that it merged away: <c>a into b, c into d</c>.</summary>
    public PassCheck Merges(string names)
    {
        Assert.Equal(names, Fused);
        return this;
    }

    /// <summary>Asserts the elements of a constant, of the model or made by the pass.</summary>
    public PassCheck Holds(string name, params float[] elements)
    {
        Assert.Equal(elements, Graph.Values[name].Constant!.ReadAll().Span<float>().ToArray());
        return this;
    }

    private static void Run(GraphPass pass, GraphPatch patch)
    {
        pass.Run(patch);
        patch.Tidy();
        Assert.Empty(GraphChecker.Check(patch.Graph));
    }
}
