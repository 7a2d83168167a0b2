using Fovea.Inference.Onnx.Schema;

namespace Fovea.Inference.Tests.Reference.Integers;

/// <summary>A node of a network's file.</summary>
internal sealed class NetworkNode(NodeProto node)
{
    public string Operation => node.OpType;

    /// <summary>The names of the inputs; empty where one is omitted.</summary>
    public IReadOnlyList<string> Inputs => node.Input;

    public IReadOnlyList<string> Outputs => node.Output;

    public bool Has(int input) => input < node.Input.Count && node.Input[input].Length > 0;

    public long Int(string name, long otherwise) => Find(name)?.I ?? otherwise;

    public float Float(string name, float otherwise) => Find(name)?.F ?? otherwise;

    public string Text(string name, string otherwise) => Find(name)?.S.ToStringUtf8() ?? otherwise;

    public long[]? Ints(string name) => Find(name) is { } attribute ? [.. attribute.Ints] : null;

    /// <summary>The node's window; its kernel is that of the weights, if there are some.</summary>
    public SlidingWindow Window(params long[] kernel)
    {
        var window = new SlidingWindow(Ints("kernel_shape") ?? kernel);
        return window with
        {
            Strides = Ints("strides") ?? window.Strides,
            Dilations = Ints("dilations") ?? window.Dilations,
            Pads = Ints("pads") ?? window.Pads,
            AutoPad = Text("auto_pad", "NOTSET"),
            CeilMode = Int("ceil_mode", 0) != 0,
        };
    }

    public NotSupportedException Unsupported(string why) => new($"The reference does not compute {Operation}: {why}.");

    private AttributeProto? Find(string name) => node.Attribute.FirstOrDefault(a => a.Name == name);
}
