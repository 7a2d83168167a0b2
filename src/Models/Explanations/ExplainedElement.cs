namespace Fovea.Models.Explanations;

/// <summary>The number that is explained.</summary>
/// <param name="Element">Its position among the elements of one image's value.</param>
/// <param name="Sign">1, or -1 where the number counts the other way: for the first of two classes of one score.</param>
/// <param name="Class">The class; null for an element of a layer.</param>
/// <param name="Label">The name of the class; null for an element of a layer.</param>
public sealed record ExplainedElement(int Element, float Sign, int? Class, string? Label);
