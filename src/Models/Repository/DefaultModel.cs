using System.Globalization;
using Fovea.Models.Bundled;

namespace Fovea.Models.Repository;

/// <summary>
/// The model that answers when a request names none, and why it is that one. It is chosen once: from what was found at the start and, where
/// that is one model of the user, from whether that model becomes ready. What comes or goes later changes nothing. Immutable.
/// </summary>
public sealed record DefaultModel
{
    private DefaultModel(string? name, string reason) => (Name, Reason) = (name, reason);

    /// <summary>Its name; null where a request must name a model, and until it is chosen.</summary>
    public string? Name { get; }

    /// <summary>Why it is this one, or why there is none: a sentence or more.</summary>
    public string Reason { get; }

    /// <summary>The model that becomes the default one if it becomes ready; null once the choice is made.</summary>
    public string? Candidate { get; private init; }

    private bool BundledServed { get; init; }

    /// <summary>Chooses from what was found at the start.</summary>
    /// <param name="configured">The name that the configuration gives, or null.</param>
    /// <param name="users">The names of the user's models.</param>
    /// <param name="bundledServed">Whether the bundled models are served too.</param>
    internal static DefaultModel AtStart(string? configured, IReadOnlyList<string> users, bool bundledServed)
    {
        if (configured is not null)
            return new DefaultModel(configured, "The setting Models:Default names it.");
        return users switch
        {
            [] => OrBundled("The model folder had no model at the start.", bundledServed),
            [string only] => new DefaultModel(null, $"It is chosen when '{only}', the only model of the model folder, has been loaded.")
            {
                Candidate = only,
                BundledServed = bundledServed,
            },
            _ => OrBundled(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The model folder had {users.Count} models at the start, and Models:Default names none."),
                bundledServed || users.Contains(BundledModels.Default)),
        };
    }

    /// <summary>The choice when the candidate has become ready.</summary>
    internal DefaultModel WhenReady() =>
        Candidate is { } only ? new DefaultModel(only, "It was the only model of the model folder at the start.") : this;

    /// <summary>The choice when the candidate cannot become ready any more.</summary>
    /// <param name="what">What happened to it: <c>could not be loaded: ...</c>.</param>
    internal DefaultModel WhenFailed(string what) =>
        Candidate is { } only
            ? OrBundled($"The only model of the model folder at the start, '{only}', {what}", BundledServed)
            : this;

    private static DefaultModel OrBundled(string why, bool bundledServed) => bundledServed
        ? new DefaultModel(BundledModels.Default, why)
        : new DefaultModel(null, $"Bundled models are not served (Models:Bundled). {why}");
}
