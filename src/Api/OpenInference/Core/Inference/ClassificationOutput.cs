using System.Globalization;
using System.Numerics;
using Fovea.Api.Errors;
using Fovea.Inference;
using Fovea.Models.Hosting;
using Fovea.Models.Postprocessing;

namespace Fovea.Api.OpenInference.Core.Inference;

/// <summary>
/// The classification extension: instead of an output, the indexes of its largest values, each as <c>value:index:label</c>
/// (https://github.com/triton-inference-server/server/blob/main/docs/protocol/extension_classification.md). The values are the output's
/// own, no probabilities made of them.
/// </summary>
internal static class ClassificationOutput
{
    /// <summary>The classes of each row: BYTES of shape [rows, count], or [count] of an output without rows.</summary>
    /// <exception cref="ApiException">The output has no order, or there would be too many classes.</exception>
    public static OutputValue Of(HostedModel model, RequestedOutput output, Tensor tensor, bool binary)
    {
        bool hasRows = tensor.Shape.Rank > 1;
        int rows = hasRows ? checked((int)tensor.Shape[0]) : 1;
        int length = checked((int)(tensor.Shape.ElementCount / Math.Max(1, rows)));
        int count = Math.Min(output.Classification!.Value, length);
        if ((long)rows * count > InferLimits.MaxClasses)
            throw new ApiException(
                ErrorCodes.InvalidParameter,
                $"The output '{output.Name}' would have {rows} rows of {count} classes; at most {InferLimits.MaxClasses} classes are " +
                "answered at a time. Ask for fewer with 'classification'.");
        IReadOnlyList<string>? labels = model.Package.Labels is { } all && all.Count == length ? all : null;
        var strings = new List<string>(rows * count);
        for (int row = 0; row < rows; row++)
        {
            foreach ((string value, int index) in Top(tensor, row * length, length, count))
                strings.Add(labels is null ? $"{value}:{index}" : $"{value}:{index}:{labels[index]}");
        }

        return new OutputValue(output.Name, hasRows ? new Shape(rows, count) : new Shape(count), null, strings, binary);
    }

    private static (string Value, int Index)[] Top(Tensor tensor, int first, int length, int count) => tensor.ElementType switch
    {
        ElementType.Float32 => Top(tensor.Span<float>().Slice(first, length), count),
        ElementType.Float64 => Top(tensor.Span<double>().Slice(first, length), count),
        ElementType.Float16 => Top(tensor.Span<Half>().Slice(first, length), count),
        ElementType.BFloat16 => Top<float>(
            [.. tensor.Span<BFloat16>().Slice(first, length).ToArray().Select(value => (float)value)], count),
        ElementType.UInt64 => Top(tensor.Span<ulong>().Slice(first, length), count),
        ElementType.UInt32 => Top(tensor.Span<uint>().Slice(first, length), count),
        ElementType.UInt16 => Top(tensor.Span<ushort>().Slice(first, length), count),
        ElementType.Int16 => Top(tensor.Span<short>().Slice(first, length), count),
        ElementType.Int64 => Top(tensor.Span<long>().Slice(first, length), count),
        ElementType.Int32 => Top(tensor.Span<int>().Slice(first, length), count),
        ElementType.Int8 => Top(tensor.Span<sbyte>().Slice(first, length), count),
        ElementType.UInt8 => Top(tensor.Span<byte>().Slice(first, length), count),
        _ =>
            throw new ApiException(
                ErrorCodes.InvalidParameter,
                $"An output of {tensor.ElementType} has no largest values; ask for it without 'classification'."),
    };

    private static (string Value, int Index)[] Top<T>(ReadOnlySpan<T> values, int count)
        where T : unmanaged, INumber<T>
    {
        int[] largest = Largest.Of(values, count);
        var top = new (string, int)[largest.Length];
        for (int i = 0; i < top.Length; i++)
            top[i] = (values[largest[i]].ToString(null, CultureInfo.InvariantCulture), largest[i]);
        return top;
    }
}
