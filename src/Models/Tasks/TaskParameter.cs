namespace Fovea.Models.Tasks;

/// <summary>An integer parameter of a request's query string.</summary>
/// <param name="Name">The parameter's name.</param>
/// <param name="Description">What it means, for the documentation.</param>
/// <param name="Minimum">The smallest value.</param>
/// <param name="Maximum">The largest value; <see cref="int.MaxValue"/> where there is none.</param>
/// <param name="Default">The value where the request has none.</param>
public sealed record TaskParameter(string Name, string Description, int Minimum, int Maximum, int Default);
