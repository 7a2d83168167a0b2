using Fovea.Api.Options.Forms;

namespace Fovea.Api.Options.Settings;

/// <summary>A setting: its name, and how its text becomes a value of the options.</summary>
/// <param name="Name">Its name, such as <c>MaxFiles</c>; within the whole, <c>Limits:MaxFiles</c>.</param>
/// <param name="Apply">Reads a text into the options; returns what was expected where that cannot be done.</param>
internal sealed record Setting<TOptions>(string Name, Setting<TOptions>.Reader Apply)
{
    /// <summary>Whether it is a section with a value for each name, such as the weight of each model.</summary>
    public bool Keyed { get; private init; }

    internal delegate string? Reader(TOptions options, string key, string text);

    /// <summary>A setting with one value.</summary>
    public static Setting<TOptions> Of<T>(string name, IForm<T> form, Action<TOptions, T> set) =>
        Each(name, form, (options, _, value) => set(options, value)) with { Keyed = false };

    /// <summary>A section with a value for each name.</summary>
    public static Setting<TOptions> Each<T>(string name, IForm<T> form, Action<TOptions, string, T> set) =>
        new(name, (options, key, text) =>
        {
            if (!form.TryRead(text, out T? value, out string? expected))
                return expected;
            set(options, key, value);
            return null;
        })
        { Keyed = true };

    /// <summary>The same setting of options that have these as a part.</summary>
    public Setting<TWhole> Within<TWhole>(string section, Func<TWhole, TOptions> part) =>
        new($"{section}:{Name}", (whole, key, text) => Apply(part(whole), key, text)) { Keyed = Keyed };
}
