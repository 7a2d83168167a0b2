namespace Fovea.Inference.Tests.Reference;

/// <summary>Element-wise functions and numpy's broadcasting.</summary>
internal static class ReferenceElementwise
{
    /// <summary>The shape to which two shapes broadcast.</summary>
    public static Shape Common(Shape a, Shape b)
    {
        int rank = Math.Max(a.Rank, b.Rank);
        var result = new long[rank];
        for (int axis = 1; axis <= rank; axis++)
        {
            long left = axis <= a.Rank ? a[-axis] : 1, right = axis <= b.Rank ? b[-axis] : 1;
            result[rank - axis] = left == 1 ? right : left;
        }

        return new Shape(result);
    }

    public static NdArray Broadcast(NdArray x, Shape shape) => NdArray.Build(shape, index =>
    {
        var source = new long[x.Rank];
        for (int axis = 0; axis < x.Rank; axis++)
            source[axis] = x.Shape[axis] == 1 ? 0 : index[index.Length - x.Rank + axis];
        return x[source];
    });

    public static NdArray Binary(NdArray a, NdArray b, Func<double, double, double> function)
    {
        Shape shape = Common(a.Shape, b.Shape);
        NdArray left = Broadcast(a, shape), right = Broadcast(b, shape);
        return new NdArray(shape, [.. left.Values.Zip(right.Values, function)]);
    }

    /// <summary>
    /// The error function: the Taylor series near zero, the continued fraction of its complement elsewhere (both exact to double rounding).
    /// </summary>
    public static double Erf(double x)
    {
        double magnitude = Math.Abs(x);
        if (magnitude < 2.5)
        {
            double term = x, sum = x;
            for (int n = 1; n < 100; n++)
            {
                term *= -x * x / n;
                sum += term / (2 * n + 1);
            }

            return 2 / Math.Sqrt(Math.PI) * sum;
        }

        double fraction = 0;
        for (int k = 80; k > 0; k--)
            fraction = k / 2.0 / (magnitude + fraction);
        double complement = Math.Exp(-magnitude * magnitude) / Math.Sqrt(Math.PI) / (magnitude + fraction);
        return Math.Sign(x) * (1 - complement);
    }
}
