using Fovea.Api.Errors;
using Fovea.Inference;

namespace Fovea.Api.V2.Inference;

/// <summary>Takes a batch of any size through a model that insists on one size.</summary>
internal static class BatchParts
{
    /// <summary>Parts of <paramref name="batch"/> rows; the last one is filled up with zeros.</summary>
    public static IEnumerable<Tensor> Split(Tensor tensor, int batch)
    {
        int rows = checked((int)tensor.Shape[0]);
        int rowBytes = tensor.Bytes.Length / rows;
        Shape shape = tensor.Shape.With(0, batch);
        for (int first = 0; first < rows; first += batch)
        {
            if (first + batch <= rows)
            {
                yield return new Tensor(tensor.ElementType, shape, tensor.Bytes.Slice(first * rowBytes, batch * rowBytes));
                continue;
            }

            var filled = new Tensor(tensor.ElementType, shape);
            tensor.Bytes[(first * rowBytes)..].CopyTo(filled.Bytes);
            yield return filled;
        }
    }

    /// <summary>The outputs of the parts as those of one batch of <paramref name="rows"/>.</summary>
    /// <exception cref="ApiException">An output has no row per image.</exception>
    public static IReadOnlyList<Tensor> Join(IReadOnlyList<IReadOnlyList<Tensor>> parts, int batch, int rows) =>
        [.. Enumerable.Range(0, parts[0].Count).Select(output => Join([.. parts.Select(part => part[output])], batch, rows))];

    private static Tensor Join(Tensor[] parts, int batch, int rows)
    {
        Shape shape = parts[0].Shape;
        if (shape.Rank == 0 || shape[0] != batch)
        {
            throw new ApiException(
                ErrorCodes.InvalidBody, $"The model runs {batch} images at a time and gives an output of shape {shape}, which has no row per image; send exactly {batch} images.");
        }

        var joined = new Tensor(parts[0].ElementType, shape.With(0, rows));
        Memory<byte> rest = joined.Bytes;
        foreach (Tensor part in parts)
        {
            int bytes = Math.Min(part.Bytes.Length, rest.Length);
            part.Bytes[..bytes].CopyTo(rest);
            rest = rest[bytes..];
        }

        return joined;
    }
}
