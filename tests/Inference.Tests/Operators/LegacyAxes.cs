using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

/// <summary>Operator sets 1 to 6: the second operand's axes are the first's from an axis on, or the last ones.</summary>
internal static class LegacyAxes
{
    public static void Check(string operation, int opset, Func<double, double, double> function)
    {
        var random = new TensorRandom(3);
        Tensor a = random.Floats(new Shape(2, 3, 5, 7), 1, 2), b = random.Floats(new Shape(3, 5), 1, 2);
        Tensor c = random.Floats(new Shape(5, 7), 1, 2);
        NdArray inside = ReferenceElementwise.Binary(NdArray.Of(a), NdArray.Of(b).Reshape(3, 5, 1), function);
        new OperatorCase(operation, opset).Input(a).Input(b).Attribute("broadcast", 1).Attribute("axis", 1).WithoutOnnxRuntime()
            .Check(Tolerance.Rounding, inside);
        new OperatorCase(operation, opset).Input(a).Constant(b).Attribute("broadcast", 1).Attribute("axis", -3).WithoutOnnxRuntime()
            .Check(Tolerance.Rounding, inside);
        new OperatorCase(operation, opset).Input(a).Input(c).Attribute("broadcast", 1).WithoutOnnxRuntime()
            .Check(Tolerance.Rounding, ReferenceElementwise.Binary(a, c, function));
    }
}
