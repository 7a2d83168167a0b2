namespace Fovea.Models.Tasks;

/// <summary>The parameters that a request gives, for any task. Immutable.</summary>
public sealed class TaskArguments
{
    private readonly Dictionary<TaskParameter, int> _given;

    /// <summary>Takes what is given; the values are within their parameters' bounds.</summary>
    public TaskArguments(IEnumerable<KeyValuePair<TaskParameter, int>> given) => _given = new Dictionary<TaskParameter, int>(given);

    /// <summary>Nothing is given.</summary>
    public static TaskArguments None { get; } = new([]);

    /// <summary>The value of a parameter: the one given, else its default.</summary>
    public int this[TaskParameter parameter]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(parameter);
            return _given.GetValueOrDefault(parameter, parameter.Default);
        }
    }
}
