using Fovea.Api.Options;
using Fovea.Api.Options.Settings;
using Fovea.Inference;
using Fovea.Models.Bundled;
using Fovea.Models.Errors;
using Fovea.Models.Packages.Settings;
using Fovea.Models.Packages.Versions;
using Fovea.Models.Repository;
using Fovea.Models.Tasks;

namespace Fovea.Api.Startup;

/// <summary>Finds the models that the configuration names, and logs what becomes of them.</summary>
internal static class ModelRepositoryFactory
{
    public static ModelRepository Create(
        InferenceEngine engine, ModelsOptions options, TaskTable tasks, IHostEnvironment environment, ILogger logger)
    {
        bool configured = !string.IsNullOrEmpty(options.Path);
        string folder = Path.GetFullPath(configured ? options.Path! : ModelsOptions.DefaultPath, environment.ContentRootPath);
        bool exists = Directory.Exists(folder);
        if (configured && !exists)
            throw new InvalidConfigurationException(
                $"The setting 'Models:Path' is '{options.Path}'; expected a folder that exists: there is no {folder}.");

        if (exists)
            logger.LogInformation("Models are looked for in {Folder}.", folder);
        else
            logger.LogInformation("There is no model folder {Folder}; until there is, only bundled models are served.", folder);
        try
        {
            var repository = new ModelRepository(engine, new ModelRepositoryOptions
            {
                Path = folder,
                PathMayBeMissing = !configured,
                Tasks = tasks,
                BundledPath = options.Bundled ? BundledModels.Folder : null,
                Default = string.IsNullOrEmpty(options.Default) ? null : options.Default,
                RequireAll = options.RequireAll,
                Versions = VersionPolicy.TryParse(options.Versions, out VersionPolicy versions) ? versions : VersionPolicy.All,
                MaxBytes = options.MaxBytes,
                SettleTime = options.PollInterval,
            });
            Log(repository, logger);
            return repository;
        }
        catch (ServingException e)
        {
            throw new InvalidConfigurationException($"The setting 'Models:Default' is '{options.Default}': {e.Message}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidConfigurationException($"The models cannot be listed: {e.Message}", e);
        }
    }

    private static void LogAssumptions(ModelEntry entry, ILogger logger)
    {
        if (entry.Status.Model is { Inputs.Preprocessing.Assumed: { } assumed } model)
        {
            logger.LogWarning(
                "The pre-processing of the model '{Name}' version {Version} is assumed. {Advice}",
                entry.Name, entry.Version, assumed.Advice(model.Package.SettingsFile));
        }
    }

    private static void LogNotes(ModelEntry entry, ILogger logger)
    {
        foreach (PackageNote note in entry.Status.Model?.Notes ?? [])
        {
            logger.Log(
                note.Severity == NoteSeverity.Warning ? LogLevel.Warning : LogLevel.Information,
                "The model '{Name}' version {Version}: {Note}", entry.Name, entry.Version, note.ToString());
        }
    }

    private static void LogDefault(DefaultModel chosen, ILogger logger)
    {
        if (chosen.Name is { } name)
            logger.LogInformation("The default model is '{Name}'. {Reason}", name, chosen.Reason);
        else
            logger.LogInformation("There is no default model: requests must name one. {Reason}", chosen.Reason);
    }

    private static void Log(ModelRepository repository, ILogger logger)
    {
        foreach (string warning in repository.Warnings)
            logger.LogWarning("{Warning}", warning);
        if (repository.Default.Candidate is null)
            LogDefault(repository.Default, logger);
        repository.DefaultChosen += chosen => LogDefault(chosen, logger);
        repository.Warned += warning => logger.LogWarning("{Warning}", warning);
        repository.Loaded += entry =>
        {
            switch (entry.Status)
            {
                case { State: ModelState.Ready, Reason: null }:
                    logger.LogInformation("The model '{Name}' version {Version} is ready.", entry.Name, entry.Version);
                    LogAssumptions(entry, logger);
                    LogNotes(entry, logger);
                    break;
                case { State: ModelState.Ready, Reason: var reason, Fault: var fault }:
                    logger.LogError(
                        fault, "The model '{Name}' version {Version} is not replaced. {Reason}", entry.Name, entry.Version, reason);
                    break;
                case { State: ModelState.Failed, Reason: var reason, Fault: var fault }:
                    logger.LogError(
                        fault, "The model '{Name}' version {Version} could not be loaded: {Reason}", entry.Name, entry.Version, reason);
                    break;
                default:
                    logger.LogInformation("The model '{Name}' version {Version} is no longer served.", entry.Name, entry.Version);
                    break;
            }
        };
    }
}
