namespace Fovea.Models.Tasks;

/// <summary>A parameter of a request's query string.</summary>
/// <param name="name">The parameter's name.</param>
/// <param name="description">What it means, for the documentation.</param>
public abstract class TaskParameter(string name, string description)
{
    /// <summary>The parameter's name.</summary>
    public string Name { get; } = name;

    /// <summary>What it means, for the documentation.</summary>
    public string Description { get; } = description;
}

/// <summary>A whole number.</summary>
/// <param name="name">The parameter's name.</param>
/// <param name="description">What it means, for the documentation.</param>
public sealed class IntegerParameter(string name, string description) : TaskParameter(name, description)
{
    /// <summary>The smallest value.</summary>
    public required int Minimum { get; init; }

    /// <summary>The largest value; <see cref="int.MaxValue"/> where there is none.</summary>
    public required int Maximum { get; init; }

    /// <summary>The value where the request has none; null where the model decides.</summary>
    public int? Default { get; init; }
}

/// <summary>A number, for which the model decides where the request has none.</summary>
/// <param name="name">The parameter's name.</param>
/// <param name="description">What it means, for the documentation.</param>
public sealed class NumberParameter(string name, string description) : TaskParameter(name, description)
{
    /// <summary>The smallest value.</summary>
    public required double Minimum { get; init; }

    /// <summary>The largest value.</summary>
    public required double Maximum { get; init; }
}

/// <summary>Texts with commas between.</summary>
/// <param name="name">The parameter's name.</param>
/// <param name="description">What it means, for the documentation.</param>
public sealed class ListParameter(string name, string description) : TaskParameter(name, description);

/// <summary>A text.</summary>
/// <param name="name">The parameter's name.</param>
/// <param name="description">What it means, for the documentation.</param>
public sealed class TextParameter(string name, string description) : TaskParameter(name, description);

/// <summary>One of some names, for which the model decides where the request has none.</summary>
/// <param name="name">The parameter's name.</param>
/// <param name="description">What it means, for the documentation.</param>
/// <param name="names">The names, in lower case.</param>
public sealed class ChoiceParameter(string name, string description, IReadOnlyList<string> names) : TaskParameter(name, description)
{
    /// <summary>The names, in lower case.</summary>
    public IReadOnlyList<string> Names { get; } = names;
}

/// <summary>Yes or no, and no where the request does not say it.</summary>
/// <param name="name">The parameter's name.</param>
/// <param name="description">What it means, for the documentation.</param>
public sealed class FlagParameter(string name, string description) : TaskParameter(name, description);
