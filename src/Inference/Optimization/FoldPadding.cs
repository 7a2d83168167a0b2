using Fovea.Inference.Graphs;
using Fovea.Inference.Planning;

namespace Fovea.Inference.Optimization;

/// <summary>Moves a frame of zeros along the spatial axes from a Pad into the Conv behind it.</summary>
internal sealed class FoldPadding : GraphPass
{
    public override void Run(Graph graph, ConstantStore constants)
    {
        foreach (Node conv in graph.Nodes.Where(n => n.Rule.Name == "Conv").ToArray())
        {
            if (conv.Required(0).Producer is not { Rule.Name: "Pad" } pad || !graph.HasOneUse(pad.Outputs[0]) || !IsZeroFrame(pad, out long[] begin, out long[] end))
                continue;
            if (conv.Attributes.Text("auto_pad", "NOTSET") is not ("NOTSET" or "VALID" or ""))
                continue;
            int axes = begin.Length - 2;
            long[] own = conv.Attributes.Text("auto_pad", "NOTSET") == "VALID" ? new long[2 * axes] : conv.Attributes.Ints("pads") ?? new long[2 * axes];
            long[] pads = new long[2 * axes];
            for (int i = 0; i < axes; i++)
            {
                pads[i] = own[i] + begin[i + 2];
                pads[i + axes] = own[i + axes] + end[i + 2];
            }

            var attributes = new Dictionary<string, object>(conv.Attributes.Values) { ["pads"] = pads, ["auto_pad"] = "NOTSET" };
            Value source = pad.Required(0);
            var merged = new Node(conv.Rule, conv.Name, new NodeAttributes(attributes), [source, .. conv.Inputs.Skip(1)], conv.Outputs, conv.Opset);
            graph.Fused[pad.Outputs[0].Name] = conv.Outputs[0].Name;
            graph.InsertBefore(conv, merged);
            graph.Remove(conv);
            merged.Outputs[0].Producer = merged;
        }
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
