using System.Globalization;
using Fovea.Api.Errors;
using Fovea.Inference;
using Fovea.Models.Hosting;

namespace Fovea.Api.Http;

/// <summary>The indices of a cell, as a query names it.</summary>
internal sealed record CellIndex(IReadOnlyList<int> Indices)
{
    private const int Most = 8;

    /// <exception cref="ApiException">The text is none.</exception>
    public static CellIndex Parse(string text)
    {
        string[] parts = text.Split(',', Most + 1, StringSplitOptions.TrimEntries);
        int[] indices = new int[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (parts.Length > Most || !int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out indices[i]))
            {
                throw new ApiException(
                    ErrorCodes.InvalidParameter,
                    $"The parameter 'cell' is '{ShownText.Name(text)}'; expected channel,row,column, such as '3,14,14', the channel " +
                    "alone of a vector, or 0 of a single value.");
            }
        }

        return new CellIndex(indices);
    }

    /// <summary>The indices, if the layer has that cell.</summary>
    /// <exception cref="ApiException">It has not.</exception>
    public IReadOnlyList<int> Of(LayerInfo layer, Shape shape)
    {
        // An output of one axis or none has no axis that counts images, and a value without axes is the one that there is.
        if (shape.Rank == 0 && Indices is [0])
            return [];
        long[] extents = shape.Rank switch
        {
            0 => [1],
            1 => [.. shape],
            _ => [.. shape.Skip(1)],
        };
        return shape.Rank > 0 && extents.Length == Indices.Count && !extents.Where((extent, axis) => Indices[axis] >= extent).Any()
            ? Indices
            : throw new ApiException(
                ErrorCodes.InvalidParameter,
                $"The parameter 'cell' is '{string.Join(',', Indices)}'; the layer '{LayerName.Shown(layer.Name)}' of shape {shape} has " +
                $"cells from '{string.Join(',', extents.Select(_ => 0))}' to '{string.Join(',', extents.Select(extent => extent - 1))}'.");
    }
}
