using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;


public sealed class ScatterTests
{
    [Theory]
    [InlineData(9, 0)]
    [InlineData(9, 1)]
    [InlineData(10, -1)]
    public void The_old_name_of_ScatterElements(int opset, int axis)
    {
        Tensor x = new TensorRandom(1).Floats(3, 5), updates = new TensorRandom(2).Floats(1, 3);
        Tensor indices = Tensor.From<long>(new Shape(1, 3), [2, 0, 1]);
        new OperatorCase("Scatter", opset).Input(x).Input(indices).Input(updates).Attribute("axis", axis).Check(
            Tolerance.Exact, ReferenceIndexing.ScatterElements(x, indices, updates, axis < 0 ? axis + 2 : axis, (_, update) => update));
    }
}
