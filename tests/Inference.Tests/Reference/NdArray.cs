using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Reference;

/// <summary>A dense row-major array of doubles: what the plain reference implementations compute with.</summary>
internal sealed class NdArray
{
    public NdArray(Shape shape) : this(shape, new double[shape.ElementCount])
    {
    }

    public NdArray(Shape shape, double[] values)
    {
        if (values.Length != shape.ElementCount)
            throw new ArgumentException($"{values.Length} values for the shape {shape}.", nameof(values));
        Shape = shape;
        Values = values;
    }

    public Shape Shape { get; }

    public double[] Values { get; }

    public int Rank => Shape.Rank;

    public static NdArray Of(Tensor tensor) => new(tensor.Shape, tensor.ToDoubles());

    public static implicit operator NdArray(Tensor tensor) => Of(tensor);

    public double this[params ReadOnlySpan<long> index]
    {
        get => Values[Offset(index)];
        set => Values[Offset(index)] = value;
    }

    /// <summary>Fills an array by a function of the index.</summary>
    public static NdArray Build(Shape shape, Func<long[], double> value)
    {
        var result = new NdArray(shape);
        var index = new long[shape.Rank];
        for (long i = 0; i < shape.ElementCount; i++)
        {
            result.Values[i] = value(index);
            for (int axis = shape.Rank - 1; axis >= 0 && ++index[axis] == shape[axis]; axis--)
                index[axis] = 0;
        }

        return result;
    }

    public NdArray Select(Func<double, double> function) => new(Shape, [.. Values.Select(function)]);

    public NdArray Reshape(params ReadOnlySpan<long> shape) => new(new Shape(shape), Values);

    private long Offset(ReadOnlySpan<long> index)
    {
        long offset = 0;
        for (int axis = 0; axis < index.Length; axis++)
            offset = offset * Shape[axis] + index[axis];
        return offset;
    }
}
