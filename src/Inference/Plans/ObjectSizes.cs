using Fovea.Inference.Graphs;
using Fovea.Inference.Steps;
using Fovea.Inference.Tensors;

namespace Fovea.Inference.Plans;

/// <summary>
/// Estimates of the managed memory that graphs and plans take. The sizes of an average object were measured on the networks of the model
/// zoo; the elements of constants, which may be large, are counted.
/// </summary>
internal static class ObjectSizes
{
    private const long Model = 12 * 1024;
    private const long Plan = 4 * 1024;
    private const long Node = 900;
    private const long Value = 450;
    private const long Step = 900;
    private const long Packed = 400;

    /// <summary>A loaded model.</summary>
    /// <param name="graph">The graph as loaded.</param>
    public static long OfModel(Graph graph) => Model + OfGraph(graph, _ => true);

    /// <summary>The packed constants of a model, besides the native memory that they are packed into.</summary>
    public static long OfPacked(int constants) => constants * Packed;

    /// <summary>So many steps.</summary>
    public static long OfSteps(long steps) => steps * Step;

    /// <summary>A plan.</summary>
    /// <param name="steps">The steps.</param>
    /// <param name="rest">The graph behind a cut, which the plan keeps; null if there is none.</param>
    public static long OfPlan(IReadOnlyList<Step> steps, Graph? rest)
    {
        long inner = steps.Sum(step => step is SegmentStep segment ? segment.Steps.Count : 0L);
        return Plan + OfSteps(steps.Count + inner) + (rest is null ? 0 : OfGraph(rest, constant => constant.IsPlanSpecific));
    }

    private static long OfGraph(Graph graph, Func<ConstantData, bool> counts)
    {
        long characters = 0;
        var constants = new HashSet<ConstantData>();
        foreach (Value value in graph.Values.Values)
        {
            characters += value.Name.Length;
            Add(value.Constant);
        }

        foreach (Node node in graph.Nodes)
        {
            characters += node.Name?.Length ?? 0;
            foreach (object attribute in node.Attributes.Values.Values)
                Add(attribute as ConstantData);
        }

        return (graph.Nodes.Count * Node) + (graph.Values.Count * Value) + (characters * sizeof(char)) +
            constants.Sum(constant => constant.InMemory!.Bytes.Length + 200L);

        void Add(ConstantData? constant)
        {
            if (constant?.InMemory is not null && counts(constant))
                constants.Add(constant);
        }
    }
}
