using System.ComponentModel;
using Fovea.Api.Errors;
using Fovea.Inference;
using Fovea.Models.Graphs;
using Microsoft.AspNetCore.Mvc;

namespace Fovea.Api.Http;

/// <summary>Which blocks of a graph are open.</summary>
internal readonly record struct OpenBlocksQuery
{
    private const string All = "*";

    [FromQuery(Name = "open")]
    [Description("The ids of the blocks that are open, separated by commas, or * for all. What is around an open block is open too. "
        + "Without it, all are closed.")]
    public string? Open { get; init; }

    /// <summary>The ids.</summary>
    /// <exception cref="ApiException">There is no such block.</exception>
    public IReadOnlySet<string> Read(NetworkGraph network)
    {
        if (Open is null)
            return new HashSet<string>();
        if (Open == All)
            return network.BlockIds.ToHashSet(StringComparer.Ordinal);
        string[] ids = Open.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (ids.FirstOrDefault(id => !network.HasBlock(id)) is { } unknown)
        {
            string[] known = [.. network.BlockIds.Take(5)];
            throw new ApiException(
                ErrorCodes.InvalidParameter,
                $"The parameter 'open' names the block '{ShownText.Name(unknown)}', which the graph has not; " + (known.Length == 0
                    ? "it has no blocks. Leave it out."
                    : $"it has {string.Join(", ", known)} and others: the ids of the nodes of kind 'block' in the answer without 'open'."));
        }

        return ids.ToHashSet(StringComparer.Ordinal);
    }
}
