using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

/// <summary>Functions of any number of operands, of one to four.</summary>
internal static class SeveralOperands
{
    /// <param name="operation">The operator.</param>
    /// <param name="opset">Its opset; ONNX Runtime has none before 6.</param>
    /// <param name="tolerance">How far results may be from the reference.</param>
    /// <param name="function">The function of one element of each operand.</param>
    public static void Check(string operation, int opset, Tolerance tolerance, Func<IEnumerable<double>, double> function)
    {
        var random = new TensorRandom(opset);
        Tensor[] operands = [.. Enumerable.Range(0, 4).Select(_ => random.Floats(2, 17, 5, 3))];
        for (int count = 1; count <= operands.Length; count++)
        {
            var one = new OperatorCase(operation, opset);
            foreach (Tensor operand in operands[..count])
                one.Input(operand);
            if (opset < 6)
                one.WithoutOnnxRuntime();
            one.Check(tolerance, new NdArray(operands[0].Shape, [.. Enumerable.Range(0, (int)operands[0].Shape.ElementCount)
                .Select(i => function(operands[..count].Select(o => (double)o.Span<float>()[i])))]));
        }
    }
}
