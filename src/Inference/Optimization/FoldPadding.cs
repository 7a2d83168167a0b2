using Fovea.Inference.Graphs;
using Fovea.Inference.Weights;

namespace Fovea.Inference.Optimization;

/// <summary>
/// Moves a frame of zeros along the spatial axes from a Pad into the Conv behind it, or into an AveragePool, which then counts it
/// (count_include_pad).
/// </summary>
internal sealed class FoldPadding : GraphPass
{
    public override void Run(Graph graph, ConstantStore constants)
    {
        foreach (Node window in graph.Nodes.Where(n => n.Operator.Name is "Conv" or "AveragePool").ToArray())
        {
            if (window.Required(0).Producer is not { Operator.Name: "Pad" } pad || !graph.HasOneUse(pad.Outputs[0]) || !IsZeroFrame(pad, out long[] begin, out long[] end))
                continue;
            if (window.Attributes.Text("auto_pad", "NOTSET") is not ("NOTSET" or "VALID" or ""))
                continue;
            int axes = begin.Length - 2;
            long[] own = window.Attributes.Text("auto_pad", "NOTSET") == "VALID" ? new long[2 * axes] : window.Attributes.Ints("pads") ?? new long[2 * axes];
            if (window.Operator.Name == "AveragePool" && !CanCount(window, own, begin, end))
                continue;
            long[] pads = new long[2 * axes];
            for (int i = 0; i < axes; i++)
            {
                pads[i] = own[i] + begin[i + 2];
                pads[i + axes] = own[i + axes] + end[i + 2];
            }

            var attributes = new Dictionary<string, object>(window.Attributes.Values) { ["pads"] = pads, ["auto_pad"] = "NOTSET" };
            if (window.Operator.Name == "AveragePool")
                attributes["count_include_pad"] = 1L;
            Value source = pad.Required(0);
            var merged = new Node(window.Operator, window.Name, new NodeAttributes(attributes), [source, .. window.Inputs.Skip(1)], window.Outputs, window.Opset);
            graph.Fused[pad.Outputs[0].Name] = window.Outputs[0].Name;
            graph.InsertBefore(window, merged);
            graph.Remove(window);
            merged.Outputs[0].Producer = merged;
        }
    }

    // The pool must not have a frame of its own that it leaves out, nor windows that hang over the end, which count less; and the
    // frame must be narrower than the window, as a pool's padding has to be.
    private static bool CanCount(Node pool, long[] own, long[] begin, long[] end)
    {
        int axes = begin.Length - 2;
        long[]? kernel = pool.Attributes.Ints("kernel_shape");
        return kernel?.Length == axes && pool.Attributes.Int("ceil_mode", 0) == 0 &&
            (own.All(p => p == 0) || pool.Attributes.Int("count_include_pad", 0) != 0) &&
            Enumerable.Range(0, axes).All(i => own[i] + begin[i + 2] < kernel[i] && own[i + axes] + end[i + 2] < kernel[i]);
    }

    private static bool IsZeroFrame(Node pad, out long[] begin, out long[] end)
    {
        (begin, end) = ([], []);
        int rank = pad.Required(0).Shape.Rank;
        if (pad.Attributes.Text("mode", "constant") != "constant" || rank < 3 || pad.Required(0).Type != ElementType.Float32 ||
            (pad.Opset >= 11 && pad.Input(2) is { } value && value.Type != ElementType.Float32))
            return false;
        if (Operators.Pad.Read(pad, rank) is not { } pads || Operators.Pad.Element(pad) is not { } element || element.Any(b => b != 0))
            return false;
        (begin, end) = pads;
        return begin.Concat(end).All(p => p >= 0) && begin[0] + begin[1] + end[0] + end[1] == 0;
    }
}
