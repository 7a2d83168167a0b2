namespace Fovea.Models.Tasks;

/// <summary>A whole number that a caller may give with a request, as a parameter of its query.</summary>
/// <param name="Name">The parameter's name.</param>
/// <param name="Description">What it means, for the documentation.</param>
/// <param name="Minimum">The smallest value.</param>
/// <param name="Maximum">The largest value; <see cref="int.MaxValue"/> where there is none.</param>
/// <param name="Default">The value of a request that does not give it.</param>
public sealed record TaskParameter(string Name, string Description, int Minimum, int Maximum, int Default);
