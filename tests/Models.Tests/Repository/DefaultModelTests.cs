using Fovea.Models.Repository;

namespace Fovea.Models.Tests.Repository;

/// <summary>The choice of the default model, as a table.</summary>
public sealed class DefaultModelTests
{
    private const string None = "";

    [Theory]
    // configured, the user's models at the start, bundled ones served: the default, and words of the reason
    [InlineData("a", "a", true, "a", "Models:Default names it")]
    [InlineData("digits", "a", true, "digits", "Models:Default names it")]
    [InlineData("b", "a b", false, "b", "Models:Default names it")]
    [InlineData(null, "", true, "digits", "had no model at the start")]
    [InlineData(null, "a b", true, "digits", "had 2 models at the start")]
    [InlineData(null, "a digits", true, "digits", "had 2 models at the start")]
    [InlineData(null, "a digits", false, "digits", "had 2 models at the start")]
    [InlineData(null, "", false, None, "Bundled models are not served")]
    [InlineData(null, "a b", false, None, "had 2 models at the start")]
    public void It_is_chosen_at_once_where_what_was_found_decides(
        string? configured, string users, bool bundled, string expected, string reason)
    {
        DefaultModel chosen = AtStart(configured, users, bundled);

        Assert.Null(chosen.Candidate);
        Assert.Equal(expected, chosen.Name ?? None);
        Assert.Contains(reason, chosen.Reason, StringComparison.Ordinal);
        Assert.Equal((chosen, chosen), (chosen.WhenReady(), chosen.WhenFailed("failed.")));
    }

    [Theory]
    // the user's only model, bundled ones served, whether it became ready: the default, and words of the reason
    [InlineData("a", true, true, "a", "the only model of the model folder")]
    [InlineData("a", false, true, "a", "the only model of the model folder")]
    [InlineData("a", true, false, "digits", "'a', could not be loaded: why")]
    [InlineData("a", false, false, None, "'a', could not be loaded: why")]
    [InlineData("digits", true, true, "digits", "the only model of the model folder")]
    [InlineData("digits", true, false, "digits", "'digits', could not be loaded: why")]
    [InlineData("digits", false, false, None, "'digits', could not be loaded: why")]
    public void The_users_only_model_is_waited_for(string only, bool bundled, bool ready, string expected, string reason)
    {
        DefaultModel open = AtStart(null, only, bundled);
        Assert.Equal((null, only), (open.Name, open.Candidate));
        Assert.Contains($"'{only}'", open.Reason, StringComparison.Ordinal);

        DefaultModel chosen = ready ? open.WhenReady() : open.WhenFailed("could not be loaded: why");

        Assert.Equal((expected, null), (chosen.Name ?? None, chosen.Candidate));
        Assert.Contains(reason, chosen.Reason, StringComparison.Ordinal);
    }

    private static DefaultModel AtStart(string? configured, string users, bool bundled) =>
        DefaultModel.AtStart(configured, users.Split(' ', StringSplitOptions.RemoveEmptyEntries), bundled);
}
