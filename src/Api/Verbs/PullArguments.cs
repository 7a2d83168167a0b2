namespace Fovea.Api.Verbs;

/// <summary>What <c>pull</c> is to fetch.</summary>
/// <param name="Source">A name of the catalogue, or an address.</param>
/// <param name="Name">The name that the model is to have; null takes that of the source.</param>
/// <param name="Sha256">The hash that the file must have, in lower case; null for any.</param>
/// <param name="Force">Whether a model that is there is replaced.</param>
internal sealed record PullArguments(string Source, string? Name, string? Sha256, bool Force);
