namespace Fovea.Models.Tasks;

/// <summary>The values of a request's parameters, for any task. Immutable.</summary>
public sealed class TaskArguments
{
    private readonly Dictionary<TaskParameter, int> _given;

    /// <summary>Copies the given values, which are within their parameters' bounds.</summary>
    public TaskArguments(IEnumerable<KeyValuePair<TaskParameter, int>> given) => _given = new Dictionary<TaskParameter, int>(given);

    /// <summary>No values: every parameter has its default.</summary>
    public static TaskArguments None { get; } = new([]);

    /// <summary>The given value of a parameter, or its default.</summary>
    public int this[TaskParameter parameter]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(parameter);
            return _given.GetValueOrDefault(parameter, parameter.Default);
        }
    }
}
