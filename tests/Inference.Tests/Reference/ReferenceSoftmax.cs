namespace Fovea.Inference.Tests.Reference;

/// <summary>Softmax in both of its ONNX meanings.</summary>
internal static class ReferenceSoftmax
{
    /// <summary>From opset 13: along one axis.</summary>
    public static NdArray AlongAxis(NdArray x, int axis)
    {
        axis = axis < 0 ? axis + x.Rank : axis;
        return NdArray.Build(x.Shape, index =>
        {
            long[] other = [.. index];
            double largest = double.NegativeInfinity, sum = 0;
            for (other[axis] = 0; other[axis] < x.Shape[axis]; other[axis]++)
                largest = Math.Max(largest, x[other]);
            for (other[axis] = 0; other[axis] < x.Shape[axis]; other[axis]++)
                sum += Math.Exp(x[other] - largest);
            return Math.Exp(x[index] - largest) / sum;
        });
    }

    /// <summary>Before opset 13: the input is seen as a matrix, split before the axis, and each row is normalised.</summary>
    public static NdArray Flattened(NdArray x, int axis)
    {
        axis = axis < 0 ? axis + x.Rank : axis;
        long rows = 1;
        for (int a = 0; a < axis; a++)
            rows *= x.Shape[a];
        NdArray matrix = x.Reshape(rows, x.Shape.ElementCount / rows);
        return new NdArray(x.Shape, AlongAxis(matrix, 1).Values);
    }
}
