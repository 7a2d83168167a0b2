using Fovea.Inference.Onnx.Schema;

namespace Fovea.Bench.Quantizing;

/// <summary>New nodes, and the attributes of nodes.</summary>
internal static class Nodes
{
    /// <summary>A node with one output, named after both.</summary>
    public static NodeProto New(string op, string output, params ReadOnlySpan<string> inputs)
    {
        var node = new NodeProto { OpType = op, Name = $"{output}/{op}" };
        node.Input.AddRange(inputs.ToArray());
        node.Output.Add(output);
        return node;
    }

    public static NodeProto With(this NodeProto node, string attribute, long value)
    {
        node.Attribute.Add(new AttributeProto { Name = attribute, I = value, Type = AttributeProto.Types.AttributeType.Int });
        return node;
    }

    public static AttributeProto? Attribute(this NodeProto node, string name) => node.Attribute.FirstOrDefault(a => a.Name == name);

    public static long Int(this NodeProto node, string name, long otherwise) => node.Attribute(name)?.I ?? otherwise;

    public static float Float(this NodeProto node, string name, float otherwise) => node.Attribute(name)?.F ?? otherwise;

    /// <summary>The name of an input; empty if there is none.</summary>
    public static string In(this NodeProto node, int input) => input < node.Input.Count ? node.Input[input] : "";

    /// <summary>Gives the node an input, and empty names to those before it that it has not.</summary>
    public static void SetIn(this NodeProto node, int input, string name)
    {
        while (node.Input.Count <= input)
            node.Input.Add("");
        node.Input[input] = name;
    }

    /// <summary>The graphs that an attribute holds in a list.</summary>
    public static IEnumerable<AttributeProto> Graphs(this AttributeProto attribute) =>
        attribute.Type == AttributeProto.Types.AttributeType.Graphs ? [attribute] : [];

    /// <summary>Removes attributes.</summary>
    public static void Drop(this NodeProto node, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (node.Attribute(name) is { } attribute)
                node.Attribute.Remove(attribute);
        }
    }
}
