using Fovea.Models.Errors;

namespace Fovea.Models.Tasks;

/// <summary>The values of a request's parameters, for any task. Immutable.</summary>
public sealed class TaskArguments
{
    private readonly Dictionary<TaskParameter, object> _given;

    /// <summary>
    /// Copies the given values, which are within their parameters' bounds: <see cref="int"/>, <see cref="double"/>,
    /// <see cref="bool"/>, <see cref="string"/>, or a list of those.
    /// </summary>
    public TaskArguments(IEnumerable<KeyValuePair<TaskParameter, object>> given) => _given = new Dictionary<TaskParameter, object>(given);

    /// <summary>
    /// The form in which the answer is sent: what JSON alone has need not be made. Null where it is JSON, or not known yet.
    /// </summary>
    public AnswerForm? Form { get; private init; }

    /// <summary>No values: every parameter has its default.</summary>
    public static TaskArguments None { get; } = new([]);

    /// <summary>The same values for an answer that is sent in a form.</summary>
    internal TaskArguments In(AnswerForm form) => new(_given) { Form = form };

    /// <summary>Refuses parameters that a task does not take, which would be ignored.</summary>
    /// <param name="task">The task.</param>
    /// <param name="model">The model's name, for the message.</param>
    /// <exception cref="ServingException">A parameter of another task is given.</exception>
    internal void RequireOf(ImageTask task, string model)
    {
        if (_given.Keys.FirstOrDefault(parameter => !task.Parameters.Contains(parameter)) is not { } foreign)
            return;
        string taken = task.Parameters.Count == 0 ? "none" : string.Join(", ", task.Parameters.Select(own => $"'{own.Name}'"));
        throw new ServingException(
            ServingError.InvalidRequest,
            $"The parameter '{foreign.Name}' is given; the task of the model '{model}' is {task.Name}, which does not take it. Of the " +
            $"parameters of tasks it takes {taken}. Leave the others out.");
    }

    /// <summary>The given value of a parameter, or its default; null where the model decides.</summary>
    public int? this[IntegerParameter parameter]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(parameter);
            return (int?)_given.GetValueOrDefault(parameter) ?? parameter.Default;
        }
    }

    /// <summary>The given value of a parameter; null where the model decides.</summary>
    public double? this[NumberParameter parameter]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(parameter);
            return (double?)_given.GetValueOrDefault(parameter);
        }
    }

    /// <summary>The given values of a parameter; null where there are none.</summary>
    public IReadOnlyList<string>? this[ListParameter parameter]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(parameter);
            return (IReadOnlyList<string>?)_given.GetValueOrDefault(parameter);
        }
    }

    /// <summary>The given value of a parameter; null where there is none.</summary>
    public string? this[TextParameter parameter]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(parameter);
            return (string?)_given.GetValueOrDefault(parameter);
        }
    }

    /// <summary>The given name, in lower case; null where there is none.</summary>
    public string? this[ChoiceParameter parameter]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(parameter);
            return (string?)_given.GetValueOrDefault(parameter);
        }
    }

    /// <summary>The given value of a parameter; false where there is none.</summary>
    public bool this[FlagParameter parameter]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(parameter);
            return (bool?)_given.GetValueOrDefault(parameter) ?? false;
        }
    }
}
