using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Gelu: x (1 + erf(x / sqrt 2)) / 2; since opset 20. Fusion makes it of Div, Erf, Add and Mul.</summary>
internal sealed class Gelu : UnaryOperator
{
    public override string Name => "Gelu";

    public override Activation? Function(Node node)
    {
        string approximate = node.Attributes.Text("approximate", "none");
        return approximate == "none"
            ? new Activation(UnaryKind.Gelu)
            : throw node.Unsupported($"approximate is '{approximate}'; supported is 'none'");
    }
}
