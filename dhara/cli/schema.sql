-- The tables of Dhara, as its migrations make them: written by “dhara schema”, read by “dhara migrate”.
SET LOCAL check_function_bodies = false;
SET LOCAL search_path = '';
CREATE TYPE public.procrastinate_job_event_type AS ENUM ( 'deferred', 'started', 'deferred_for_retry', 'failed', 'succeeded', 'cancelled', 'abort_requested', 'aborted', 'scheduled', 'retried' );
CREATE TYPE public.procrastinate_job_status AS ENUM ( 'todo', 'doing', 'succeeded', 'failed', 'cancelled', 'aborting', 'aborted' );
CREATE TYPE public.procrastinate_job_to_defer_v1 AS ( queue_name character varying, task_name character varying, priority integer, lock text, queueing_lock text, args jsonb, scheduled_at timestamp with time zone );
CREATE FUNCTION public.audience_keep_consent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.studio_id, NEW.email_key, NEW.purpose, NEW.given, NEW.text, NEW.language, NEW.source, NEW.proof, NEW.at)
      IS DISTINCT FROM
      (OLD.studio_id, OLD.email_key, OLD.purpose, OLD.given, OLD.text, OLD.language, OLD.source, OLD.proof, OLD.at)
      OR (NEW.ip IS NOT NULL AND NEW.ip IS DISTINCT FROM OLD.ip) OR (NEW.page <> '' AND NEW.page <> OLD.page) THEN
    RAISE EXCEPTION 'audience_consent is append-only' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE FUNCTION public.dhara_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- Tests empty all tables between them; only a session that asks for it may, and only by TRUNCATE.
  IF TG_OP = 'TRUNCATE' AND current_setting('dhara.may_truncate', true) = 'yes' THEN
    RETURN NULL;
  END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE FUNCTION public.money_check_entries() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  wrong bigint;
BEGIN
  SELECT id INTO wrong FROM inserted WHERE NOT EXISTS (SELECT 1 FROM money_leg l WHERE l.entry_id = inserted.id) LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'ledger entry % has no legs', wrong
      USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_entry_has_legs';
  END IF;
  RETURN NULL;
END $$;
CREATE FUNCTION public.money_check_legs() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  wrong bigint;
BEGIN
  SELECT entry_id INTO wrong FROM inserted GROUP BY entry_id, currency HAVING sum(amount) <> 0 LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'ledger entry % does not balance', wrong
      USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_entry_balances';
  END IF;
  SELECT i.entry_id INTO wrong FROM inserted i JOIN money_account a ON a.id = i.account_id
   WHERE a.currency <> i.currency LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'ledger entry % has a leg in another currency than its account', wrong
      USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_leg_currency';
  END IF;
  SELECT i.entry_id INTO wrong FROM (SELECT entry_id, count(*) AS legs FROM inserted GROUP BY entry_id) i
   WHERE i.legs <> (SELECT count(*) FROM money_leg l WHERE l.entry_id = i.entry_id) LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'ledger entry % is closed', wrong
      USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_entry_closed';
  END IF;
  RETURN NULL;
END $$;
CREATE FUNCTION public.people_keep_message() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.body, NEW.party_id, NEW.conversation_id, NEW.author_name, NEW.via, NEW.at)
    IS DISTINCT FROM (OLD.body, OLD.party_id, OLD.conversation_id, OLD.author_name, OLD.via, OLD.at)
    OR (OLD.shown_at IS NOT NULL AND NEW.shown_at IS DISTINCT FROM OLD.shown_at)
    OR (NEW.author_id IS NOT NULL AND NEW.author_id IS DISTINCT FROM OLD.author_id)
  THEN RAISE EXCEPTION 'a message never changes' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE FUNCTION public.procrastinate_cancel_job_v1(job_id bigint, abort boolean, delete_job boolean) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status = 'todo'
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        IF abort THEN
            UPDATE procrastinate_jobs
            SET abort_requested = true,
                status = CASE status
                    WHEN 'todo' THEN 'cancelled'::procrastinate_job_status ELSE status
                END
            WHERE id = job_id AND status IN ('todo', 'doing')
            RETURNING id INTO _job_id;
        ELSE
            UPDATE procrastinate_jobs
            SET status = 'cancelled'::procrastinate_job_status
            WHERE id = job_id AND status = 'todo'
            RETURNING id INTO _job_id;
        END IF;
    END IF;
    RETURN _job_id;
END;
$$;
CREATE FUNCTION public.procrastinate_defer_jobs_v1(jobs public.procrastinate_job_to_defer_v1[]) RETURNS bigint[] LANGUAGE plpgsql AS $$
DECLARE
    job_ids bigint[];
BEGIN
    WITH inserted_jobs AS (
        INSERT INTO procrastinate_jobs (queue_name, task_name, priority, lock, queueing_lock, args, scheduled_at)
        SELECT (job).queue_name,
               (job).task_name,
               (job).priority,
               (job).lock,
               (job).queueing_lock,
               (job).args,
               (job).scheduled_at
        FROM unnest(jobs) AS job
        RETURNING id
    )
    SELECT array_agg(id) FROM inserted_jobs INTO job_ids;

    RETURN job_ids;
END;
$$;
CREATE FUNCTION public.procrastinate_defer_periodic_job_v2(_queue_name character varying, _lock character varying, _queueing_lock character varying, _task_name character varying, _priority integer, _periodic_id character varying, _defer_timestamp bigint, _args jsonb) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
	_job_id bigint;
	_defer_id bigint;
BEGIN
    INSERT
        INTO procrastinate_periodic_defers (task_name, periodic_id, defer_timestamp)
        VALUES (_task_name, _periodic_id, _defer_timestamp)
        ON CONFLICT DO NOTHING
        RETURNING id into _defer_id;

    IF _defer_id IS NULL THEN
        RETURN NULL;
    END IF;

    UPDATE procrastinate_periodic_defers
        SET job_id = (
            SELECT COALESCE((
                SELECT unnest(procrastinate_defer_jobs_v1(
                    ARRAY[
                        ROW(
                            _queue_name,
                            _task_name,
                            _priority,
                            _lock,
                            _queueing_lock,
                            _args,
                            NULL::timestamptz
                        )
                    ]::procrastinate_job_to_defer_v1[]
                ))
            ), NULL)
        )
        WHERE id = _defer_id
        RETURNING job_id INTO _job_id;

    DELETE
        FROM procrastinate_periodic_defers
        USING (
            SELECT id
            FROM procrastinate_periodic_defers
            WHERE procrastinate_periodic_defers.task_name = _task_name
            AND procrastinate_periodic_defers.periodic_id = _periodic_id
            AND procrastinate_periodic_defers.defer_timestamp < _defer_timestamp
            ORDER BY id
            FOR UPDATE
        ) to_delete
        WHERE procrastinate_periodic_defers.id = to_delete.id;

    RETURN _job_id;
END;
$$;
CREATE TABLE public.procrastinate_jobs ( id bigint NOT NULL, queue_name character varying(128) NOT NULL, task_name character varying(128) NOT NULL, lock text, args jsonb DEFAULT '{}'::jsonb NOT NULL, status public.procrastinate_job_status DEFAULT 'todo'::public.procrastinate_job_status NOT NULL, scheduled_at timestamp with time zone, attempts integer DEFAULT 0 NOT NULL, queueing_lock text, priority integer DEFAULT 0 NOT NULL, abort_requested boolean DEFAULT false NOT NULL, worker_id bigint, CONSTRAINT check_not_todo_abort_requested CHECK ((NOT ((status = 'todo'::public.procrastinate_job_status) AND (abort_requested = true)))) );
CREATE FUNCTION public.procrastinate_fetch_job_v2(target_queue_names character varying[], p_worker_id bigint) RETURNS public.procrastinate_jobs LANGUAGE plpgsql AS $$
DECLARE
	found_jobs procrastinate_jobs;
BEGIN
    WITH candidate AS (
        SELECT jobs.*
            FROM procrastinate_jobs AS jobs
            WHERE
                -- reject the job if its lock has earlier or higher priority jobs
                NOT EXISTS (
                    SELECT 1
                        FROM procrastinate_jobs AS other_jobs
                        WHERE
                            jobs.lock IS NOT NULL
                            AND other_jobs.lock = jobs.lock
                            AND (
                                -- job with same lock is already running
                                other_jobs.status = 'doing'
                                OR
                                -- job with same lock is waiting and has higher priority (or same priority but was queued first)
                                (
                                    other_jobs.status = 'todo'
                                    AND (
                                        other_jobs.priority > jobs.priority
                                        OR (
                                        other_jobs.priority = jobs.priority
                                        AND other_jobs.id < jobs.id
                                        )
                                    )
                                )
                            )
                )
                AND jobs.status = 'todo'
                AND (target_queue_names IS NULL OR jobs.queue_name = ANY( target_queue_names ))
                AND (jobs.scheduled_at IS NULL OR jobs.scheduled_at <= now())
            ORDER BY jobs.priority DESC, jobs.id ASC LIMIT 1
            FOR UPDATE OF jobs SKIP LOCKED
    )
    UPDATE procrastinate_jobs
        SET status = 'doing', worker_id = p_worker_id
        FROM candidate
        WHERE procrastinate_jobs.id = candidate.id
        RETURNING procrastinate_jobs.* INTO found_jobs;

 RETURN found_jobs;
END;
$$;
CREATE FUNCTION public.procrastinate_finish_job_v1(job_id bigint, end_status public.procrastinate_job_status, delete_job boolean) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF end_status NOT IN ('succeeded', 'failed', 'aborted') THEN
        RAISE 'End status should be either "succeeded", "failed" or "aborted" (job id: %)', job_id;
    END IF;
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = end_status,
            abort_requested = false,
            attempts = CASE status
                WHEN 'doing' THEN attempts + 1 ELSE attempts
            END
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" or "todo" status (job id: %)', job_id;
    END IF;
END;
$$;
CREATE FUNCTION public.procrastinate_notify_queue_abort_job_v1() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    payload TEXT;
BEGIN
    SELECT json_build_object('type', 'abort_job_requested', 'job_id', NEW.id)::text INTO payload;
	PERFORM pg_notify('procrastinate_queue_v1#' || NEW.queue_name, payload);
	PERFORM pg_notify('procrastinate_any_queue_v1', payload);
	RETURN NEW;
END;
$$;
CREATE FUNCTION public.procrastinate_notify_queue_job_inserted_v1() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    payload TEXT;
BEGIN
    SELECT json_build_object('type', 'job_inserted', 'job_id', NEW.id)::text INTO payload;
	PERFORM pg_notify('procrastinate_queue_v1#' || NEW.queue_name, payload);
	PERFORM pg_notify('procrastinate_any_queue_v1', payload);
	RETURN NEW;
END;
$$;
CREATE FUNCTION public.procrastinate_prune_stalled_workers_v1(seconds_since_heartbeat double precision) RETURNS TABLE(worker_id bigint) LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
    DELETE FROM procrastinate_workers
    WHERE last_heartbeat < NOW() - (seconds_since_heartbeat || 'SECOND')::INTERVAL
    RETURNING procrastinate_workers.id;
END;
$$;
CREATE FUNCTION public.procrastinate_register_worker_v1() RETURNS TABLE(worker_id bigint) LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
    INSERT INTO procrastinate_workers DEFAULT VALUES
    RETURNING procrastinate_workers.id;
END;
$$;
CREATE FUNCTION public.procrastinate_retry_job_v1(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    _job_id bigint;
    _abort_requested boolean;
BEGIN
    SELECT abort_requested FROM procrastinate_jobs
    WHERE id = job_id AND status = 'doing'
    FOR UPDATE
    INTO _abort_requested;
    IF _abort_requested THEN
        UPDATE procrastinate_jobs
        SET status = 'failed'::procrastinate_job_status
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = 'todo'::procrastinate_job_status,
            attempts = attempts + 1,
            scheduled_at = retry_at,
            priority = COALESCE(new_priority, priority),
            queue_name = COALESCE(new_queue_name, queue_name),
            lock = COALESCE(new_lock, lock)
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    END IF;

    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" status (job id: %)', job_id;
    END IF;
END;
$$;
CREATE FUNCTION public.procrastinate_retry_job_v2(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    _job_id bigint;
    _abort_requested boolean;
    _current_status procrastinate_job_status;
BEGIN
    SELECT status, abort_requested FROM procrastinate_jobs
    WHERE id = job_id AND status IN ('doing', 'failed')
    FOR UPDATE
    INTO _current_status, _abort_requested;
    IF _current_status = 'doing' AND _abort_requested THEN
        UPDATE procrastinate_jobs
        SET status = 'failed'::procrastinate_job_status
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = 'todo'::procrastinate_job_status,
            attempts = attempts + 1,
            scheduled_at = retry_at,
            priority = COALESCE(new_priority, priority),
            queue_name = COALESCE(new_queue_name, queue_name),
            lock = COALESCE(new_lock, lock)
        WHERE id = job_id AND status IN ('doing', 'failed')
        RETURNING id INTO _job_id;
    END IF;

    IF _job_id IS NULL THEN
        RAISE 'Job was not found or has an invalid status to retry (job id: %)', job_id;
    END IF;

END;
$$;
CREATE FUNCTION public.procrastinate_trigger_abort_requested_events_procedure_v1() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type)
        VALUES (NEW.id, 'abort_requested'::procrastinate_job_event_type);
    RETURN NEW;
END;
$$;
CREATE FUNCTION public.procrastinate_trigger_function_scheduled_events_v1() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type, at)
        VALUES (NEW.id, 'scheduled'::procrastinate_job_event_type, NEW.scheduled_at);

	RETURN NEW;
END;
$$;
CREATE FUNCTION public.procrastinate_trigger_function_status_events_insert_v1() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type)
        VALUES (NEW.id, 'deferred'::procrastinate_job_event_type);
	RETURN NEW;
END;
$$;
CREATE FUNCTION public.procrastinate_trigger_function_status_events_update_v1() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    WITH t AS (
        SELECT CASE
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND NEW.status = 'doing'::procrastinate_job_status
                THEN 'started'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'todo'::procrastinate_job_status
                THEN 'deferred_for_retry'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'failed'::procrastinate_job_status
                THEN 'failed'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'succeeded'::procrastinate_job_status
                THEN 'succeeded'::procrastinate_job_event_type
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND (
                    NEW.status = 'cancelled'::procrastinate_job_status
                    OR NEW.status = 'failed'::procrastinate_job_status
                    OR NEW.status = 'succeeded'::procrastinate_job_status
                )
                THEN 'cancelled'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'aborted'::procrastinate_job_status
                THEN 'aborted'::procrastinate_job_event_type
            WHEN OLD.status = 'failed'::procrastinate_job_status
                AND NEW.status = 'todo'::procrastinate_job_status
                THEN 'retried'::procrastinate_job_event_type
            ELSE NULL
        END as event_type
    )
    INSERT INTO procrastinate_events(job_id, type)
        SELECT NEW.id, t.event_type
        FROM t
        WHERE t.event_type IS NOT NULL;
	RETURN NEW;
END;
$$;
CREATE FUNCTION public.procrastinate_unlink_periodic_defers_v1() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE procrastinate_periodic_defers
    SET job_id = NULL
    WHERE job_id = OLD.id;
    RETURN OLD;
END;
$$;
CREATE FUNCTION public.procrastinate_unregister_worker_v1(worker_id bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM procrastinate_workers
    WHERE id = worker_id;
END;
$$;
CREATE FUNCTION public.procrastinate_update_heartbeat_v1(worker_id bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    UPDATE procrastinate_workers
    SET last_heartbeat = NOW()
    WHERE id = worker_id;
END;
$$;
CREATE FUNCTION public.trust_review_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE free text[] := ARRAY['status', 'status_at', 'version', 'published_at', 'buyer_id', 'answer', 'answered_at',
                             'answerer_id'];
BEGIN
  IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - free = to_jsonb(OLD) - free
    AND (OLD.answered_at IS NULL OR (NEW.answer = OLD.answer AND NEW.answered_at = OLD.answered_at))
    AND (OLD.published_at IS NULL OR NEW.published_at = OLD.published_at)
    AND (OLD.buyer_id IS NULL OR NEW.buyer_id = OLD.buyer_id) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE FUNCTION public.work_change_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.status = 'open' AND NEW.fallen @> OLD.fallen
    AND to_jsonb(NEW) - 'status' - 'status_at' - 'version' - 'answer' - 'fallen'
      = to_jsonb(OLD) - 'status' - 'status_at' - 'version' - 'answer' - 'fallen' THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE FUNCTION public.work_submittedfile_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.preview_id IS NULL AND NEW.preview_id IS NOT NULL
    AND to_jsonb(NEW) - 'preview_id' = to_jsonb(OLD) - 'preview_id' THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE FUNCTION public.work_timeentry_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT status FROM work_unit WHERE id = COALESCE(NEW.unit_id, OLD.unit_id)) <> 'active' THEN
    RAISE EXCEPTION 'the week of this time is not open' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN COALESCE(NEW, OLD);
END $$;
CREATE TABLE public.account_emailaddress ( id integer NOT NULL, email character varying(254) NOT NULL, verified boolean NOT NULL, "primary" boolean NOT NULL, user_id bigint NOT NULL );
ALTER TABLE public.account_emailaddress ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.account_emailaddress_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.account_emailconfirmation ( id integer NOT NULL, created timestamp with time zone NOT NULL, sent timestamp with time zone, key character varying(64) NOT NULL, email_address_id integer NOT NULL );
ALTER TABLE public.account_emailconfirmation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.account_emailconfirmation_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.api_key ( id bigint NOT NULL, name character varying(60) NOT NULL, prefix character varying(10) NOT NULL, hash character varying(64) NOT NULL, scopes character varying(20)[] NOT NULL, created_at timestamp with time zone NOT NULL, last_used_at timestamp with time zone, revoked_at timestamp with time zone, account_id bigint NOT NULL, studio_id bigint, CONSTRAINT api_key_may_something CHECK (( CASE WHEN (scopes IS NULL) THEN NULL::integer ELSE COALESCE(array_length(scopes, 1), 0) END > 0)) );
ALTER TABLE public.api_key ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.api_key_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.api_request ( id bigint NOT NULL, key character varying(64) NOT NULL, body character varying(64) NOT NULL, created_at timestamp with time zone NOT NULL, order_id bigint, made bigint );
ALTER TABLE public.api_request ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.api_request_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.api_webhookattempt ( id bigint NOT NULL, at timestamp with time zone NOT NULL, status smallint, error character varying(40) NOT NULL, body text NOT NULL, millis integer NOT NULL, message_id bigint NOT NULL, CONSTRAINT api_webhookattempt_millis_check CHECK ((millis >= 0)), CONSTRAINT api_webhookattempt_status_check CHECK ((status >= 0)) );
ALTER TABLE public.api_webhookattempt ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.api_webhookattempt_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.api_webhookendpoint ( id bigint NOT NULL, url character varying(500) NOT NULL, name character varying(80) NOT NULL, events jsonb NOT NULL, secret text NOT NULL, older_secret text NOT NULL, older_until timestamp with time zone, active boolean NOT NULL, off_reason character varying(20) NOT NULL, off_at timestamp with time zone, given_up integer NOT NULL, failing_since timestamp with time zone, leased_until timestamp with time zone, created_at timestamp with time zone NOT NULL, removed_at timestamp with time zone, studio_id bigint, account_id bigint, CONSTRAINT api_webhookendpoint_given_up_check CHECK ((given_up >= 0)), CONSTRAINT webhook_of_one CHECK ((((account_id IS NULL) AND (studio_id IS NOT NULL)) OR ((account_id IS NOT NULL) AND (studio_id IS NULL)))) );
ALTER TABLE public.api_webhookendpoint ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.api_webhookendpoint_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.api_webhookmessage ( id bigint NOT NULL, msg_id character varying(40) NOT NULL, event character varying(40) NOT NULL, fact_ref bigint, body text NOT NULL, state character varying(10) NOT NULL, tries smallint NOT NULL, next_at timestamp with time zone, created_at timestamp with time zone NOT NULL, ended_at timestamp with time zone, endpoint_id bigint NOT NULL, CONSTRAINT api_webhookmessage_tries_check CHECK ((tries >= 0)) );
ALTER TABLE public.api_webhookmessage ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.api_webhookmessage_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.audience_automationrule ( id bigint NOT NULL, kind character varying(12) NOT NULL, ref character varying(60) NOT NULL, effects jsonb NOT NULL, active boolean NOT NULL, used integer NOT NULL, created_at timestamp with time zone NOT NULL, changed_at timestamp with time zone NOT NULL, studio_id bigint NOT NULL, CONSTRAINT audience_automationrule_used_check CHECK ((used >= 0)) );
ALTER TABLE public.audience_automationrule ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.audience_automationrule_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.audience_broadcast ( id bigint NOT NULL, status character varying(24) NOT NULL, status_at timestamp with time zone NOT NULL, version integer NOT NULL, name character varying(120) NOT NULL, spare_sequences boolean NOT NULL, rules jsonb NOT NULL, test jsonb NOT NULL, send_at timestamp with time zone, by_zone boolean NOT NULL, audience integer, created_at timestamp with time zone NOT NULL, started_at timestamp with time zone, studio_id bigint NOT NULL, message_id bigint NOT NULL, excluded_id bigint, segment_id bigint, CONSTRAINT audience_broadcast_audience_check CHECK ((audience >= 0)), CONSTRAINT audience_broadcast_version_check CHECK ((version >= 0)) );
ALTER TABLE public.audience_broadcast ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.audience_broadcast_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.audience_consent ( id bigint NOT NULL, email_key character varying(64) NOT NULL, purpose character varying(20) NOT NULL, given boolean NOT NULL, text text NOT NULL, language character varying(5) NOT NULL, source character varying(40) NOT NULL, page character varying(500) NOT NULL, ip inet, proof character varying(80) NOT NULL, at timestamp with time zone NOT NULL, studio_id bigint NOT NULL, contact_id bigint );
ALTER TABLE public.audience_consent ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.audience_consent_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.audience_contact ( id bigint NOT NULL, status character varying(24) NOT NULL, status_at timestamp with time zone NOT NULL, version integer NOT NULL, email character varying(254) NOT NULL, email_key character varying(64) NOT NULL, name character varying(120) NOT NULL, language character varying(5) NOT NULL, time_zone character varying(60) NOT NULL, fields jsonb NOT NULL, source character varying(40) NOT NULL, visitor uuid, created_at timestamp with time zone NOT NULL, subscribed_at timestamp with time zone, active_at timestamp with time zone, found_by tsvector, studio_id bigint NOT NULL, CONSTRAINT audience_contact_version_check CHECK ((version >= 0)) );
ALTER TABLE public.audience_contact ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.audience_contact_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.audience_contacttag ( id bigint NOT NULL, at timestamp with time zone NOT NULL, contact_id bigint NOT NULL, tag_id bigint NOT NULL );
ALTER TABLE public.audience_contacttag ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.audience_contacttag_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.audience_delivery ( id bigint NOT NULL, rotation smallint NOT NULL, source character varying(30) NOT NULL, state character varying(10) NOT NULL, domain character varying(190) NOT NULL, language character varying(5) NOT NULL, variant smallint NOT NULL, attempts smallint NOT NULL, fence integer NOT NULL, due_at timestamp with time zone NOT NULL, flight bigint, sent_at timestamp with time zone, provider_id character varying(120) NOT NULL, reason character varying(300) NOT NULL, contact_id bigint NOT NULL, studio_id bigint NOT NULL, message_id bigint NOT NULL, CONSTRAINT audience_delivery_attempts_check CHECK ((attempts >= 0)), CONSTRAINT audience_delivery_fence_check CHECK ((fence >= 0)), CONSTRAINT audience_delivery_rotation_check CHECK ((rotation >= 0)), CONSTRAINT audience_delivery_variant_check CHECK ((variant >= 0)) ) WITH (fillfactor='50');
ALTER TABLE public.audience_delivery ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.audience_delivery_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.audience_enrolment ( id bigint NOT NULL, rotation smallint NOT NULL, state character varying(8) NOT NULL, node character varying(24) NOT NULL, visit smallint NOT NULL, next_run_at timestamp with time zone, resting boolean NOT NULL, entered_at timestamp with time zone NOT NULL, ended_at timestamp with time zone, exit_reason character varying(120) NOT NULL, contact_id bigint NOT NULL, studio_id bigint NOT NULL, sequence_id bigint NOT NULL, version_id bigint NOT NULL, CONSTRAINT audience_enrolment_rotation_check CHECK ((rotation >= 0)), CONSTRAINT audience_enrolment_visit_check CHECK ((visit >= 0)) );
ALTER TABLE public.audience_enrolment ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.audience_enrolment_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.audience_event ( id bigint NOT NULL, kind character varying(12) NOT NULL, subject character varying(60) NOT NULL, amount bigint NOT NULL, currency character varying(3) NOT NULL, data jsonb NOT NULL, at timestamp with time zone NOT NULL, key character varying(100), contact_id bigint NOT NULL, studio_id bigint NOT NULL );
ALTER TABLE public.audience_event ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.audience_event_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.audience_field ( id bigint NOT NULL, key character varying(40) NOT NULL, label character varying(80) NOT NULL, kind character varying(8) NOT NULL, choices jsonb NOT NULL, created_at timestamp with time zone NOT NULL, studio_id bigint NOT NULL );
ALTER TABLE public.audience_field ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.audience_field_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.audience_flight ( id bigint NOT NULL, letters bigint[] NOT NULL, leased_until timestamp with time zone NOT NULL );
ALTER TABLE public.audience_flight ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.audience_flight_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.audience_form ( id bigint NOT NULL, status character varying(24) NOT NULL, status_at timestamp with time zone NOT NULL, version integer NOT NULL, token character varying(32) NOT NULL, name character varying(120) NOT NULL, questions jsonb NOT NULL, texts jsonb NOT NULL, look jsonb NOT NULL, tags jsonb NOT NULL, confirm boolean NOT NULL, seen integer NOT NULL, on_page boolean NOT NULL, created_at timestamp with time zone NOT NULL, changed_at timestamp with time zone NOT NULL, magnet_id bigint, studio_id bigint NOT NULL, CONSTRAINT audience_form_seen_check CHECK ((seen >= 0)), CONSTRAINT audience_form_version_check CHECK ((version >= 0)) );
ALTER TABLE public.audience_form ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.audience_form_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.audience_import ( id bigint NOT NULL, status character varying(24) NOT NULL, status_at timestamp with time zone NOT NULL, version integer NOT NULL, mapping jsonb NOT NULL, options jsonb NOT NULL, size bigint NOT NULL, "position" bigint NOT NULL, lines integer NOT NULL, added integer NOT NULL, changed integer NOT NULL, kept_out integer NOT NULL, problems integer NOT NULL, created_at timestamp with time zone NOT NULL, errors_id bigint, file_id bigint NOT NULL, made_by_id bigint, studio_id bigint NOT NULL, CONSTRAINT audience_import_added_check CHECK ((added >= 0)), CONSTRAINT audience_import_changed_check CHECK ((changed >= 0)), CONSTRAINT audience_import_kept_out_check CHECK ((kept_out >= 0)), CONSTRAINT audience_import_lines_check CHECK ((lines >= 0)), CONSTRAINT audience_import_problems_check CHECK ((problems >= 0)), CONSTRAINT audience_import_version_check CHECK ((version >= 0)) );
ALTER TABLE public.audience_import ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.audience_import_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.audience_intake ( id bigint NOT NULL, status character varying(24) NOT NULL, status_at timestamp with time zone NOT NULL, version integer NOT NULL, name character varying(80) NOT NULL, rules jsonb NOT NULL, "position" bigint NOT NULL, last bigint NOT NULL, meant integer NOT NULL, entered integer NOT NULL, already integer NOT NULL, kept_out integer NOT NULL, created_at timestamp with time zone NOT NULL, made_by_id bigint, segment_id bigint, sequence_id bigint NOT NULL, studio_id bigint NOT NULL, filters jsonb, CONSTRAINT audience_intake_already_check CHECK ((already >= 0)), CONSTRAINT audience_intake_entered_check CHECK ((entered >= 0)), CONSTRAINT audience_intake_kept_out_check CHECK ((kept_out >= 0)), CONSTRAINT audience_intake_meant_check CHECK ((meant >= 0)), CONSTRAINT audience_intake_version_check CHECK ((version >= 0)) );
ALTER TABLE public.audience_intake ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.audience_intake_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.audience_lane ( id bigint NOT NULL, source character varying(30) NOT NULL, paused_at timestamp with time zone, paused_for character varying(40) NOT NULL, finished_at timestamp with time zone, sent integer NOT NULL, bounced integer NOT NULL, complained integer NOT NULL, studio_id bigint NOT NULL, message_id bigint NOT NULL, CONSTRAINT audience_lane_bounced_check CHECK ((bounced >= 0)), CONSTRAINT audience_lane_complained_check CHECK ((complained >= 0)), CONSTRAINT audience_lane_sent_check CHECK ((sent >= 0)) );
ALTER TABLE public.audience_lane ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.audience_lane_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.audience_letterhead ( id bigint NOT NULL, sender character varying(300) NOT NULL, colour character varying(10) NOT NULL, from_name character varying(80) NOT NULL, reply_to character varying(254) NOT NULL, changed_at timestamp with time zone NOT NULL, studio_id bigint NOT NULL );
ALTER TABLE public.audience_letterhead ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.audience_letterhead_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.audience_link ( id bigint NOT NULL, language character varying(5) NOT NULL, number smallint NOT NULL, url character varying(2000) NOT NULL, message_id bigint NOT NULL, CONSTRAINT audience_link_number_check CHECK ((number >= 0)) );
ALTER TABLE public.audience_link ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.audience_link_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.audience_message ( id bigint NOT NULL, purpose character varying(12) NOT NULL, content jsonb NOT NULL, from_name character varying(80) NOT NULL, reply_to character varying(254) NOT NULL, tracking character varying(10) NOT NULL, created_at timestamp with time zone NOT NULL, changed_at timestamp with time zone NOT NULL, frozen_at timestamp with time zone, studio_id bigint NOT NULL );
ALTER TABLE public.audience_message ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.audience_message_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.audience_pace ( id bigint NOT NULL, way character varying(30) NOT NULL, span character varying(6) NOT NULL, since timestamp with time zone NOT NULL, taken integer NOT NULL, CONSTRAINT audience_pace_taken_check CHECK ((taken >= 0)) );
ALTER TABLE public.audience_pace ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.audience_pace_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.audience_provider ( id bigint NOT NULL, kind character varying(20) NOT NULL, secrets text NOT NULL, from_email character varying(254) NOT NULL, domain character varying(190) NOT NULL, per_minute integer NOT NULL, per_day integer NOT NULL, connections smallint NOT NULL, warm_up date, paused_for character varying(40) NOT NULL, paused_at timestamp with time zone, checked_at timestamp with time zone, hook_token character varying(48) NOT NULL, created_at timestamp with time zone NOT NULL, studio_id bigint, CONSTRAINT audience_provider_connections_check CHECK ((connections >= 0)), CONSTRAINT audience_provider_per_day_check CHECK ((per_day >= 0)), CONSTRAINT audience_provider_per_minute_check CHECK ((per_minute >= 0)) );
ALTER TABLE public.audience_provider ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.audience_provider_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.audience_returned ( id bigint NOT NULL, source character varying(30) NOT NULL, event_id character varying(200) NOT NULL, kind character varying(20) NOT NULL, status_code character varying(12) NOT NULL, detail text NOT NULL, at timestamp with time zone NOT NULL, handled_at timestamp with time zone, delivery_id bigint );
ALTER TABLE public.audience_returned ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.audience_returned_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.audience_segment ( id bigint NOT NULL, name character varying(80) NOT NULL, rules jsonb NOT NULL, count integer, counted_at timestamp with time zone, created_at timestamp with time zone NOT NULL, changed_at timestamp with time zone NOT NULL, studio_id bigint NOT NULL, CONSTRAINT audience_segment_count_check CHECK ((count >= 0)) );
ALTER TABLE public.audience_segment ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.audience_segment_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.audience_sequence ( id bigint NOT NULL, status character varying(24) NOT NULL, status_at timestamp with time zone NOT NULL, version integer NOT NULL, name character varying(120) NOT NULL, template character varying(40) NOT NULL, draft jsonb NOT NULL, draft_version integer NOT NULL, reentry character varying(10) NOT NULL, cooldown_days smallint NOT NULL, "window" jsonb NOT NULL, goal jsonb NOT NULL, created_at timestamp with time zone NOT NULL, changed_at timestamp with time zone NOT NULL, studio_id bigint NOT NULL, current_id bigint, CONSTRAINT audience_sequence_cooldown_days_check CHECK ((cooldown_days >= 0)), CONSTRAINT audience_sequence_draft_version_check CHECK ((draft_version >= 0)), CONSTRAINT audience_sequence_version_check CHECK ((version >= 0)) );
ALTER TABLE public.audience_sequence ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.audience_sequence_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.audience_sequenceversion ( id bigint NOT NULL, number integer NOT NULL, graph jsonb NOT NULL, successors jsonb NOT NULL, published_at timestamp with time zone NOT NULL, sequence_id bigint NOT NULL, CONSTRAINT audience_sequenceversion_number_check CHECK ((number >= 0)) );
ALTER TABLE public.audience_sequenceversion ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.audience_sequenceversion_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.audience_showing ( id bigint NOT NULL, day date NOT NULL, page character varying(200) NOT NULL, source character varying(120) NOT NULL, seen integer NOT NULL, form_id bigint NOT NULL, studio_id bigint NOT NULL, CONSTRAINT audience_showing_seen_check CHECK ((seen >= 0)) );
ALTER TABLE public.audience_showing ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.audience_showing_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.audience_slot ( id bigint NOT NULL, way character varying(30) NOT NULL, domain character varying(190) NOT NULL, free_at timestamp with time zone NOT NULL );
ALTER TABLE public.audience_slot ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.audience_slot_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.audience_slowdown ( id bigint NOT NULL, way character varying(30) NOT NULL, domain character varying(190) NOT NULL, until timestamp with time zone NOT NULL, failures smallint NOT NULL, reason character varying(300) NOT NULL, CONSTRAINT audience_slowdown_failures_check CHECK ((failures >= 0)) );
ALTER TABLE public.audience_slowdown ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.audience_slowdown_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.audience_step ( id bigint NOT NULL, node character varying(24) NOT NULL, visit smallint NOT NULL, outcome character varying(24) NOT NULL, at timestamp with time zone NOT NULL, delivery_id bigint, enrolment_id bigint NOT NULL, CONSTRAINT audience_step_visit_check CHECK ((visit >= 0)) );
ALTER TABLE public.audience_step ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.audience_step_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.audience_submission ( id bigint NOT NULL, status character varying(24) NOT NULL, status_at timestamp with time zone NOT NULL, version integer NOT NULL, email character varying(254) NOT NULL, token character varying(48) NOT NULL, language character varying(5) NOT NULL, data jsonb NOT NULL, utm jsonb NOT NULL, page character varying(500) NOT NULL, consent text NOT NULL, ip inet, visitor uuid, created_at timestamp with time zone NOT NULL, confirmed_at timestamp with time zone, contact_id bigint, form_id bigint NOT NULL, studio_id bigint NOT NULL, CONSTRAINT audience_submission_version_check CHECK ((version >= 0)) );
ALTER TABLE public.audience_submission ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.audience_submission_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.audience_suppression ( id bigint NOT NULL, email_key character varying(64) NOT NULL, reason character varying(16) NOT NULL, detail character varying(300) NOT NULL, at timestamp with time zone NOT NULL, studio_id bigint );
ALTER TABLE public.audience_suppression ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.audience_suppression_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.audience_tag ( id bigint NOT NULL, name character varying(60) NOT NULL, created_at timestamp with time zone NOT NULL, studio_id bigint NOT NULL );
ALTER TABLE public.audience_tag ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.audience_tag_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.audience_tagging ( id bigint NOT NULL, status character varying(24) NOT NULL, status_at timestamp with time zone NOT NULL, version integer NOT NULL, off boolean NOT NULL, filters jsonb NOT NULL, "position" bigint NOT NULL, last bigint NOT NULL, meant integer NOT NULL, seen integer NOT NULL, changed integer NOT NULL, created_at timestamp with time zone NOT NULL, made_by_id bigint, studio_id bigint NOT NULL, tag_id bigint NOT NULL, CONSTRAINT audience_tagging_changed_check CHECK ((changed >= 0)), CONSTRAINT audience_tagging_meant_check CHECK ((meant >= 0)), CONSTRAINT audience_tagging_seen_check CHECK ((seen >= 0)), CONSTRAINT audience_tagging_version_check CHECK ((version >= 0)) );
ALTER TABLE public.audience_tagging ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.audience_tagging_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.audience_touch ( id bigint NOT NULL, link smallint, language character varying(5) NOT NULL, at timestamp with time zone NOT NULL, ip inet, agent character varying(300) NOT NULL, verdict character varying(8) NOT NULL, judged_at timestamp with time zone, delivery_id bigint, message_id bigint NOT NULL, CONSTRAINT audience_touch_link_check CHECK ((link >= 0)) );
ALTER TABLE public.audience_touch ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.audience_touch_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.audience_trigger ( id bigint NOT NULL, kind character varying(12) NOT NULL, ref character varying(60) NOT NULL, role character varying(5) NOT NULL, sequence_id bigint NOT NULL, studio_id bigint NOT NULL );
ALTER TABLE public.audience_trigger ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.audience_trigger_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.audience_turn ( id bigint NOT NULL, way character varying(30) NOT NULL, holder character varying(32) NOT NULL, held_until timestamp with time zone, job_at timestamp with time zone );
ALTER TABLE public.audience_turn ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.audience_turn_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.audience_unwatched ( contact_id bigint NOT NULL, at timestamp with time zone NOT NULL );
CREATE TABLE public.auth_group ( id integer NOT NULL, name character varying(150) NOT NULL );
ALTER TABLE public.auth_group ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.auth_group_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.auth_group_permissions ( id bigint NOT NULL, group_id integer NOT NULL, permission_id integer NOT NULL );
ALTER TABLE public.auth_group_permissions ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.auth_group_permissions_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.auth_permission ( id integer NOT NULL, name character varying(255) NOT NULL, content_type_id integer NOT NULL, codename character varying(100) NOT NULL );
ALTER TABLE public.auth_permission ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.auth_permission_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.catalog_bundlepart ( id bigint NOT NULL, "position" smallint NOT NULL, bundle_id bigint NOT NULL, tier_id bigint NOT NULL, CONSTRAINT catalog_bundlepart_position_check CHECK (("position" >= 0)) );
ALTER TABLE public.catalog_bundlepart ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.catalog_bundlepart_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.catalog_category ( id bigint NOT NULL, slug character varying(60) NOT NULL, name_bn character varying(60) NOT NULL, name_en character varying(60) NOT NULL, icon character varying(40) NOT NULL, "position" smallint NOT NULL, parent_id bigint, CONSTRAINT catalog_category_position_check CHECK (("position" >= 0)) );
ALTER TABLE public.catalog_category ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.catalog_category_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.catalog_collaborator ( id bigint NOT NULL, status character varying(24) NOT NULL, status_at timestamp with time zone NOT NULL, version integer NOT NULL, bp integer NOT NULL, email character varying(254) NOT NULL, role character varying(80) NOT NULL, token character varying(64) NOT NULL, invited_at timestamp with time zone NOT NULL, expires_at timestamp with time zone NOT NULL, starts_at timestamp with time zone, ends_at timestamp with time zone, invited_by_id bigint NOT NULL, replaces_id bigint, studio_id bigint, offer_id bigint NOT NULL, CONSTRAINT catalog_collaborator_bp_check CHECK ((bp >= 0)), CONSTRAINT catalog_collaborator_version_check CHECK ((version >= 0)), CONSTRAINT collaborator_accepted_by_studio CHECK (((NOT ((status)::text = 'accepted'::text)) OR ((starts_at IS NOT NULL) AND (studio_id IS NOT NULL)))), CONSTRAINT collaborator_ends_after_start CHECK (((ends_at IS NULL) OR (starts_at IS NULL) OR (ends_at >= starts_at))), CONSTRAINT collaborator_part_sane CHECK (((bp >= 1) AND (bp <= 10000))) );
ALTER TABLE public.catalog_collaborator ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.catalog_collaborator_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.catalog_offer ( id bigint NOT NULL, status character varying(24) NOT NULL, status_at timestamp with time zone NOT NULL, version integer NOT NULL, kind character varying(20) NOT NULL, title character varying(120) NOT NULL, slug character varying(120) NOT NULL, summary character varying(200) NOT NULL, description text NOT NULL, language character varying(5) NOT NULL, tags jsonb NOT NULL, seo_title character varying(70) NOT NULL, seo_description character varying(160) NOT NULL, publish_at timestamp with time zone, unpublish_at timestamp with time zone, published_at timestamp with time zone, releases_at timestamp with time zone, hidden_reason text NOT NULL, created_at timestamp with time zone NOT NULL, changed_at timestamp with time zone NOT NULL, sold integer NOT NULL, from_prices jsonb NOT NULL, free boolean NOT NULL, prices_vary boolean NOT NULL, shared boolean NOT NULL, suggests character varying(8)[] NOT NULL, search tsvector, category_id bigint, cover_id bigint, studio_id bigint NOT NULL, CONSTRAINT catalog_offer_sold_check CHECK ((sold >= 0)), CONSTRAINT catalog_offer_version_check CHECK ((version >= 0)) );
ALTER TABLE public.catalog_offer ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.catalog_offer_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.catalog_offerpicture ( id bigint NOT NULL, alt character varying(200) NOT NULL, "position" smallint NOT NULL, offer_id bigint NOT NULL, picture_id bigint NOT NULL, CONSTRAINT catalog_offerpicture_position_check CHECK (("position" >= 0)) );
ALTER TABLE public.catalog_offerpicture ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.catalog_offerpicture_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.catalog_oldslug ( id bigint NOT NULL, slug character varying(120) NOT NULL, offer_id bigint NOT NULL, studio_id bigint NOT NULL );
ALTER TABLE public.catalog_oldslug ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.catalog_oldslug_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.catalog_price ( id bigint NOT NULL, currency character varying(3) NOT NULL, amount bigint NOT NULL, suggested bigint, launch bigint, tier_id bigint NOT NULL, CONSTRAINT price_launch_lower CHECK (((launch IS NULL) OR ((launch >= 0) AND (launch < amount)))), CONSTRAINT price_not_negative CHECK ((amount >= 0)), CONSTRAINT price_suggestion_enough CHECK (((suggested IS NULL) OR (suggested >= amount))) );
ALTER TABLE public.catalog_price ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.catalog_price_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.catalog_release ( id bigint NOT NULL, status character varying(24) NOT NULL, status_at timestamp with time zone NOT NULL, version integer NOT NULL, promised_at timestamp with time zone NOT NULL, first_promised_at timestamp with time zone NOT NULL, released_at timestamp with time zone, offer_id bigint NOT NULL, CONSTRAINT catalog_release_version_check CHECK ((version >= 0)) );
ALTER TABLE public.catalog_release ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.catalog_release_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.catalog_suggestion ( id bigint NOT NULL, kind character varying(8) NOT NULL, bp integer NOT NULL, amounts jsonb NOT NULL, words character varying(200) NOT NULL, "position" smallint NOT NULL, offer_id bigint NOT NULL, studio_id bigint NOT NULL, tier_id bigint NOT NULL, CONSTRAINT catalog_suggestion_bp_check CHECK ((bp >= 0)), CONSTRAINT catalog_suggestion_position_check CHECK (("position" >= 0)), CONSTRAINT suggestion_discount_sane CHECK ((bp <= 10000)) );
ALTER TABLE public.catalog_suggestion ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.catalog_suggestion_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.catalog_tier ( id bigint NOT NULL, name character varying(80) NOT NULL, description text NOT NULL, pricing character varying(8) NOT NULL, stock integer, sold integer NOT NULL, reserved integer NOT NULL, "position" smallint NOT NULL, retired boolean NOT NULL, launch_until timestamp with time zone, launch_copies integer, launch_taken integer NOT NULL, launch_last_at timestamp with time zone, offer_id bigint NOT NULL, recommended boolean NOT NULL, CONSTRAINT catalog_tier_launch_copies_check CHECK ((launch_copies >= 0)), CONSTRAINT catalog_tier_launch_taken_check CHECK ((launch_taken >= 0)), CONSTRAINT catalog_tier_position_check CHECK (("position" >= 0)), CONSTRAINT catalog_tier_reserved_check CHECK ((reserved >= 0)), CONSTRAINT catalog_tier_sold_check CHECK ((sold >= 0)), CONSTRAINT catalog_tier_stock_check CHECK ((stock >= 0)), CONSTRAINT tier_launch_never_oversold CHECK (((launch_copies IS NULL) OR (launch_copies >= launch_taken))), CONSTRAINT tier_never_oversold CHECK (((stock IS NULL) OR (stock >= (sold + reserved)))) );
ALTER TABLE public.catalog_tier ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.catalog_tier_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.checkout_cart ( id bigint NOT NULL, token character varying(40) NOT NULL, currency character varying(3) NOT NULL, codes jsonb NOT NULL, country character varying(2) NOT NULL, tax_id character varying(40) NOT NULL, created_at timestamp with time zone NOT NULL, changed_at timestamp with time zone NOT NULL, account_id bigint, reminder_id bigint, after_id bigint, region character varying(6) DEFAULT ''::character varying NOT NULL );
ALTER TABLE public.checkout_cart ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.checkout_cart_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.checkout_cartline ( id bigint NOT NULL, quantity smallint NOT NULL, shown bigint NOT NULL, added_at timestamp with time zone NOT NULL, cart_id bigint NOT NULL, offer_id bigint NOT NULL, suggestion_id bigint, tier_id bigint NOT NULL, answers jsonb DEFAULT '{}'::jsonb NOT NULL, CONSTRAINT cart_line_sane CHECK (((quantity >= 1) AND (shown >= 0))), CONSTRAINT checkout_cartline_quantity_check CHECK ((quantity >= 0)) );
ALTER TABLE public.checkout_cartline ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.checkout_cartline_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.checkout_cartreminder ( id bigint NOT NULL, status character varying(24) NOT NULL, status_at timestamp with time zone NOT NULL, version integer NOT NULL, email character varying(254) NOT NULL, language character varying(5) NOT NULL, consent character varying(200) NOT NULL, consent_language character varying(5) NOT NULL, asked_at timestamp with time zone NOT NULL, due_at timestamp with time zone NOT NULL, currency character varying(3) NOT NULL, amount bigint NOT NULL, codes jsonb NOT NULL, reminded_at timestamp with time zone, order_id bigint, CONSTRAINT checkout_cartreminder_version_check CHECK ((version >= 0)) );
ALTER TABLE public.checkout_cartreminder ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.checkout_cartreminder_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.checkout_coupon ( id bigint NOT NULL, status character varying(24) NOT NULL, status_at timestamp with time zone NOT NULL, version integer NOT NULL, code character varying(40) NOT NULL, key character varying(60) NOT NULL, kind character varying(8) NOT NULL, bp integer NOT NULL, amounts jsonb NOT NULL, offer_ids bigint[] NOT NULL, tier_ids bigint[] NOT NULL, "least" jsonb NOT NULL, least_quantity integer NOT NULL, starts_at timestamp with time zone, ends_at timestamp with time zone, cap integer, cap_each integer, first_only boolean NOT NULL, note character varying(200) NOT NULL, used integer NOT NULL, created_at timestamp with time zone NOT NULL, changed_at timestamp with time zone NOT NULL, studio_id bigint NOT NULL, CONSTRAINT checkout_coupon_bp_check CHECK ((bp >= 0)), CONSTRAINT checkout_coupon_cap_check CHECK ((cap >= 0)), CONSTRAINT checkout_coupon_cap_each_check CHECK ((cap_each >= 0)), CONSTRAINT checkout_coupon_least_quantity_check CHECK ((least_quantity >= 0)), CONSTRAINT checkout_coupon_used_check CHECK ((used >= 0)), CONSTRAINT checkout_coupon_version_check CHECK ((version >= 0)), CONSTRAINT coupon_ends_after_start CHECK (((ends_at IS NULL) OR (starts_at IS NULL) OR (ends_at > starts_at))), CONSTRAINT coupon_never_oversold CHECK (((cap IS NULL) OR (used <= cap))), CONSTRAINT coupon_worth_sane CHECK ((((bp >= 1) AND (bp <= 10000) AND ((kind)::text = 'percent'::text)) OR ((bp = 0) AND ((kind)::text = 'amount'::text)))) );
ALTER TABLE public.checkout_coupon ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.checkout_coupon_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.checkout_couponuse ( id bigint NOT NULL, email character varying(254) NOT NULL, currency character varying(3) NOT NULL, amount bigint NOT NULL, gross bigint NOT NULL, counts boolean NOT NULL, at timestamp with time zone NOT NULL, paid_at timestamp with time zone, account_id bigint, coupon_id bigint NOT NULL, order_id bigint NOT NULL );
ALTER TABLE public.checkout_couponuse ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.checkout_couponuse_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.checkout_gift ( id bigint NOT NULL, status character varying(24) NOT NULL, status_at timestamp with time zone NOT NULL, version integer NOT NULL, token character varying(48) NOT NULL, email character varying(254) NOT NULL, name character varying(120) NOT NULL, message text NOT NULL, language character varying(5) NOT NULL, day date NOT NULL, due_at timestamp with time zone NOT NULL, created_at timestamp with time zone NOT NULL, sent_at timestamp with time zone, opened_at timestamp with time zone, corrected_at timestamp with time zone, sendings smallint NOT NULL, order_id bigint NOT NULL, CONSTRAINT checkout_gift_sendings_check CHECK ((sendings >= 0)), CONSTRAINT checkout_gift_version_check CHECK ((version >= 0)), CONSTRAINT gift_opened_after_sending CHECK (((opened_at IS NULL) OR (sent_at <= opened_at))), CONSTRAINT gift_sent_twice_at_most CHECK ((sendings <= 2)) );
ALTER TABLE public.checkout_gift ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.checkout_gift_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.checkout_leftline ( id bigint NOT NULL, quantity smallint NOT NULL, unit bigint NOT NULL, amount bigint NOT NULL, left_at timestamp with time zone NOT NULL, offer_id bigint NOT NULL, reminder_id bigint NOT NULL, studio_id bigint NOT NULL, tier_id bigint NOT NULL, answers jsonb DEFAULT '{}'::jsonb NOT NULL, CONSTRAINT checkout_leftline_quantity_check CHECK ((quantity >= 0)), CONSTRAINT left_line_sane CHECK (((amount >= 0) AND (quantity >= 1) AND (unit >= 0))) );
ALTER TABLE public.checkout_leftline ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.checkout_leftline_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.checkout_lineshare ( id bigint NOT NULL, bp integer NOT NULL, amount bigint NOT NULL, refunded bigint NOT NULL, paid_at timestamp with time zone, studio_id bigint NOT NULL, line_id bigint NOT NULL, CONSTRAINT checkout_lineshare_bp_check CHECK ((bp >= 0)), CONSTRAINT line_share_sane CHECK (((amount >= 0) AND (bp >= 1) AND (bp <= 10000) AND (refunded >= 0) AND (amount >= refunded))) );
ALTER TABLE public.checkout_lineshare ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.checkout_lineshare_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.checkout_order ( id bigint NOT NULL, status character varying(24) NOT NULL, status_at timestamp with time zone NOT NULL, version integer NOT NULL, number character varying(20) NOT NULL, token character varying(48) NOT NULL, intent character varying(64) NOT NULL, email character varying(254) NOT NULL, name character varying(120) NOT NULL, phone character varying(20) NOT NULL, language character varying(5) NOT NULL, currency character varying(3) NOT NULL, total bigint NOT NULL, discount bigint NOT NULL, tax bigint NOT NULL, country character varying(2) NOT NULL, tax_id character varying(40) NOT NULL, place_evidence jsonb NOT NULL, policies jsonb NOT NULL, created_at timestamp with time zone NOT NULL, paid_at timestamp with time zone, gifted boolean DEFAULT false NOT NULL, account_id bigint, cart_id bigint, payment_id bigint, region character varying(6) DEFAULT ''::character varying NOT NULL, CONSTRAINT checkout_order_version_check CHECK ((version >= 0)), CONSTRAINT order_amounts_sane CHECK (((tax >= 0) AND (total >= 0))) );
ALTER TABLE public.checkout_order ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.checkout_order_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.checkout_orderline ( id bigint NOT NULL, title character varying(120) NOT NULL, tier_name character varying(80) NOT NULL, quantity smallint NOT NULL, unit_price bigint NOT NULL, list_price bigint NOT NULL, discount bigint NOT NULL, discounts jsonb NOT NULL, gross bigint NOT NULL, tax bigint NOT NULL, tax_bp integer NOT NULL, tax_name character varying(40) NOT NULL, tax_inclusive boolean NOT NULL, gateway_fee bigint NOT NULL, platform_fee bigint NOT NULL, shared bigint NOT NULL, net bigint NOT NULL, refunded bigint NOT NULL, stock_held boolean NOT NULL, created_at timestamp with time zone NOT NULL, paid_at timestamp with time zone, preorder character varying(5) DEFAULT ''::character varying NOT NULL, found_by tsvector, offer_id bigint NOT NULL, order_id bigint NOT NULL, studio_id bigint NOT NULL, tier_id bigint NOT NULL, added jsonb DEFAULT '[]'::jsonb NOT NULL, CONSTRAINT checkout_orderline_quantity_check CHECK ((quantity >= 0)), CONSTRAINT checkout_orderline_tax_bp_check CHECK ((tax_bp >= 0)), CONSTRAINT order_line_sane CHECK (((gross >= 0) AND (quantity >= 1) AND (refunded >= 0) AND (gross >= refunded))) );
ALTER TABLE public.checkout_orderline ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.checkout_orderline_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.checkout_paper ( id bigint NOT NULL, kind character varying(12) NOT NULL, year smallint NOT NULL, number integer NOT NULL, label character varying(40) NOT NULL, layout character varying(10) NOT NULL, currency character varying(3) NOT NULL, gross bigint NOT NULL, tax bigint NOT NULL, country character varying(2) NOT NULL, content jsonb NOT NULL, issued_at timestamp with time zone NOT NULL, order_id bigint NOT NULL, studio_id bigint NOT NULL, refund_id bigint, CONSTRAINT checkout_paper_number_check CHECK ((number >= 0)), CONSTRAINT checkout_paper_year_check CHECK ((year >= 0)), CONSTRAINT paper_kind_fits CHECK (((((kind)::text = 'invoice'::text) AND (refund_id IS NULL)) OR (((kind)::text = ANY (ARRAY[('credit_note'::character varying)::text, ('debit_note'::character varying)::text, ('corrected'::character varying)::text])) AND (refund_id IS NOT NULL)))) );
ALTER TABLE public.checkout_paper ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.checkout_paper_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.checkout_paperprofile ( id bigint NOT NULL, legal_name character varying(160) NOT NULL, address text NOT NULL, prefix character varying(8) NOT NULL, layout character varying(10) NOT NULL, signer character varying(80) NOT NULL, signer_title character varying(80) NOT NULL, note text NOT NULL, automatic boolean NOT NULL, changed_at timestamp with time zone NOT NULL, studio_id bigint NOT NULL );
ALTER TABLE public.checkout_paperprofile ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.checkout_paperprofile_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.checkout_paperseries ( id bigint NOT NULL, kind character varying(12) NOT NULL, year smallint NOT NULL, last integer NOT NULL, studio_id bigint NOT NULL, CONSTRAINT checkout_paperseries_last_check CHECK ((last >= 0)), CONSTRAINT checkout_paperseries_year_check CHECK ((year >= 0)) );
ALTER TABLE public.checkout_paperseries ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.checkout_paperseries_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.checkout_refund ( id bigint NOT NULL, status character varying(24) NOT NULL, status_at timestamp with time zone NOT NULL, version integer NOT NULL, key character varying(120) NOT NULL, currency character varying(3) NOT NULL, amount bigint NOT NULL, reason text NOT NULL, created_at timestamp with time zone NOT NULL, dispute_id bigint, made_by_id bigint, order_id bigint NOT NULL, payment_refund_id bigint, tax_id character varying(40) DEFAULT ''::character varying NOT NULL, CONSTRAINT checkout_refund_version_check CHECK ((version >= 0)), CONSTRAINT order_refund_sane CHECK ((amount >= 0)) );
ALTER TABLE public.checkout_refund ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.checkout_refund_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.checkout_refundline ( id bigint NOT NULL, amount bigint NOT NULL, tax bigint NOT NULL, gateway_fee bigint NOT NULL, platform_fee bigint NOT NULL, shared bigint NOT NULL, net bigint NOT NULL, gateway_kept bigint NOT NULL, platform_kept bigint NOT NULL, dispute_fee bigint NOT NULL, shares jsonb NOT NULL, revokes boolean NOT NULL, restocked boolean NOT NULL, line_id bigint NOT NULL, refund_id bigint NOT NULL, studio_id bigint NOT NULL, untaxed bigint DEFAULT 0 NOT NULL, CONSTRAINT refund_line_sums CHECK (((gateway_fee >= 0) AND (net >= 0) AND (platform_fee >= 0) AND (shared >= 0) AND (tax >= 0) AND (dispute_fee >= 0) AND (gateway_kept >= 0) AND (platform_kept >= 0) AND (amount = ((((tax + gateway_fee) + platform_fee) + shared) + net)) AND (gateway_fee >= gateway_kept) AND (platform_fee >= platform_kept))) );
ALTER TABLE public.checkout_refundline ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.checkout_refundline_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.checkout_refundrequest ( id bigint NOT NULL, status character varying(24) NOT NULL, status_at timestamp with time zone NOT NULL, version integer NOT NULL, reason text NOT NULL, within boolean NOT NULL, answer text NOT NULL, answer_by timestamp with time zone NOT NULL, created_at timestamp with time zone NOT NULL, line_id bigint NOT NULL, order_id bigint NOT NULL, refund_id bigint, studio_id bigint NOT NULL, CONSTRAINT checkout_refundrequest_version_check CHECK ((version >= 0)) );
ALTER TABLE public.checkout_refundrequest ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.checkout_refundrequest_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.checkout_refundterms ( id bigint NOT NULL, days smallint NOT NULL, text text NOT NULL, since timestamp with time zone NOT NULL, set_by_id bigint, studio_id bigint NOT NULL, CONSTRAINT checkout_refundterms_days_check CHECK ((days >= 0)) );
ALTER TABLE public.checkout_refundterms ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.checkout_refundterms_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.checkout_reminderstop ( id bigint NOT NULL, key character varying(64) NOT NULL, at timestamp with time zone NOT NULL );
ALTER TABLE public.checkout_reminderstop ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.checkout_reminderstop_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.checkout_together ( id bigint NOT NULL, buyers integer NOT NULL, "position" smallint NOT NULL, counted_at timestamp with time zone NOT NULL, offer_id bigint NOT NULL, other_id bigint NOT NULL, CONSTRAINT checkout_together_buyers_check CHECK ((buyers >= 0)), CONSTRAINT checkout_together_position_check CHECK (("position" >= 0)), CONSTRAINT together_tells_of_nobody CHECK ((buyers >= 3)), CONSTRAINT together_with_another CHECK ((NOT (offer_id = other_id))) );
ALTER TABLE public.checkout_together ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.checkout_together_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.checkout_upsell ( id bigint NOT NULL, step character varying(8) NOT NULL, at timestamp with time zone NOT NULL, made_id bigint, order_id bigint NOT NULL, suggestion_id bigint, CONSTRAINT upsell_step_known CHECK (((step)::text = ANY (ARRAY[('upsell'::character varying)::text, ('downsell'::character varying)::text]))) );
ALTER TABLE public.checkout_upsell ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.checkout_upsell_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.checkout_wish ( id bigint NOT NULL, currency character varying(3) NOT NULL, amount bigint, low bigint, "out" boolean NOT NULL, awaited boolean NOT NULL, added_at timestamp with time zone NOT NULL, offer_id bigint NOT NULL, wishlist_id bigint NOT NULL );
ALTER TABLE public.checkout_wish ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.checkout_wish_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.checkout_wishletter ( id bigint NOT NULL, reason character varying(8) NOT NULL, at timestamp with time zone NOT NULL, account_id bigint NOT NULL, offer_id bigint NOT NULL );
ALTER TABLE public.checkout_wishletter ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.checkout_wishletter_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.checkout_wishlist ( id bigint NOT NULL, token character varying(48) NOT NULL, letters_at timestamp with time zone, consent character varying(200) NOT NULL, consent_language character varying(5) NOT NULL, shared_token character varying(48), shared_name character varying(60) NOT NULL, created_at timestamp with time zone NOT NULL, changed_at timestamp with time zone NOT NULL, account_id bigint, CONSTRAINT wishlist_letters_to_somebody CHECK (((letters_at IS NULL) OR (account_id IS NOT NULL))) );
ALTER TABLE public.checkout_wishlist ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.checkout_wishlist_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.delivery_activation ( id bigint NOT NULL, instance character varying(120) NOT NULL, name character varying(80) NOT NULL, activated_at timestamp with time zone NOT NULL, seen_at timestamp with time zone NOT NULL, ended_at timestamp with time zone, licence_id bigint NOT NULL );
ALTER TABLE public.delivery_activation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.delivery_activation_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.delivery_download ( id bigint NOT NULL, at timestamp with time zone NOT NULL, ip inet, agent character varying(200) NOT NULL, version_id bigint NOT NULL, grant_id bigint NOT NULL );
ALTER TABLE public.delivery_download ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.delivery_download_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.delivery_downloadfile ( id bigint NOT NULL, title character varying(180) NOT NULL, "position" smallint NOT NULL, retired boolean NOT NULL, retired_at timestamp with time zone, created_at timestamp with time zone NOT NULL, offer_id bigint NOT NULL, CONSTRAINT delivery_downloadfile_position_check CHECK (("position" >= 0)) );
ALTER TABLE public.delivery_downloadfile ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.delivery_downloadfile_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.delivery_fileversion ( id bigint NOT NULL, number integer NOT NULL, notes text NOT NULL, released_at timestamp with time zone NOT NULL, announced_at timestamp with time zone, file_id bigint NOT NULL, stored_id bigint NOT NULL, CONSTRAINT delivery_fileversion_number_check CHECK ((number >= 0)) );
ALTER TABLE public.delivery_fileversion ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.delivery_fileversion_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.delivery_formerkey ( id bigint NOT NULL, folded character varying(100) NOT NULL, exchanged_at timestamp with time zone NOT NULL, offer_id bigint NOT NULL, licence_id bigint NOT NULL );
ALTER TABLE public.delivery_formerkey ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.delivery_formerkey_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.delivery_gigterms ( id bigint NOT NULL, questions jsonb NOT NULL, faq jsonb NOT NULL, extras jsonb NOT NULL, queue smallint, changed_at timestamp with time zone NOT NULL, offer_id bigint NOT NULL, settled boolean NOT NULL, CONSTRAINT delivery_gigterms_queue_check CHECK ((queue >= 0)) );
ALTER TABLE public.delivery_gigterms ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.delivery_gigterms_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.delivery_grant ( id bigint NOT NULL, status character varying(24) NOT NULL, status_at timestamp with time zone NOT NULL, version integer NOT NULL, key character varying(120) NOT NULL, email character varying(254) NOT NULL, granted_at timestamp with time zone NOT NULL, account_id bigint, line_id bigint NOT NULL, offer_id bigint NOT NULL, order_id bigint NOT NULL, studio_id bigint NOT NULL, tier_id bigint NOT NULL, CONSTRAINT delivery_grant_version_check CHECK ((version >= 0)) );
ALTER TABLE public.delivery_grant ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.delivery_grant_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.delivery_licence ( id bigint NOT NULL, status character varying(24) NOT NULL, status_at timestamp with time zone NOT NULL, version integer NOT NULL, number smallint NOT NULL, key character varying(100) NOT NULL, folded character varying(100), seats integer, days integer, starts character varying(10) NOT NULL, issued_at timestamp with time zone NOT NULL, started_at timestamp with time zone, expires_at timestamp with time zone, grant_id bigint NOT NULL, offer_id bigint NOT NULL, studio_id bigint NOT NULL, tier_id bigint NOT NULL, CONSTRAINT delivery_licence_days_check CHECK ((days >= 0)), CONSTRAINT delivery_licence_number_check CHECK ((number >= 0)), CONSTRAINT delivery_licence_seats_check CHECK ((seats >= 0)), CONSTRAINT delivery_licence_version_check CHECK ((version >= 0)), CONSTRAINT licence_key CHECK ((((folded IS NULL) AND ((key)::text = ''::text)) OR (folded IS NOT NULL))) );
ALTER TABLE public.delivery_licence ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.delivery_licence_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.delivery_licenceterms ( id bigint NOT NULL, source character varying(8) NOT NULL, pattern character varying(100) NOT NULL, seats integer, tier_seats jsonb NOT NULL, days integer, starts character varying(10) NOT NULL, changed_at timestamp with time zone NOT NULL, offer_id bigint NOT NULL, CONSTRAINT delivery_licenceterms_days_check CHECK ((days >= 0)), CONSTRAINT delivery_licenceterms_seats_check CHECK ((seats >= 0)) );
ALTER TABLE public.delivery_licenceterms ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.delivery_licenceterms_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.delivery_package ( id bigint NOT NULL, days smallint NOT NULL, revisions smallint, scope jsonb NOT NULL, tier_id bigint NOT NULL, CONSTRAINT delivery_package_days_check CHECK ((days >= 0)), CONSTRAINT delivery_package_revisions_check CHECK ((revisions >= 0)), CONSTRAINT package_days_sane CHECK (((days >= 1) AND (days <= 90))) );
ALTER TABLE public.delivery_package ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.delivery_package_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.delivery_poolkey ( id bigint NOT NULL, key character varying(100) NOT NULL, folded character varying(100) NOT NULL, added_at timestamp with time zone NOT NULL, removed_at timestamp with time zone, licence_id bigint, offer_id bigint NOT NULL, tier_id bigint NOT NULL );
ALTER TABLE public.delivery_poolkey ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.delivery_poolkey_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.delivery_tierfile ( id bigint NOT NULL, ended_at timestamp with time zone, file_id bigint NOT NULL, tier_id bigint NOT NULL );
ALTER TABLE public.delivery_tierfile ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.delivery_tierfile_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.django_admin_log ( id integer NOT NULL, action_time timestamp with time zone NOT NULL, object_id text, object_repr character varying(200) NOT NULL, action_flag smallint NOT NULL, change_message text NOT NULL, content_type_id integer, user_id bigint NOT NULL, CONSTRAINT django_admin_log_action_flag_check CHECK ((action_flag >= 0)) );
ALTER TABLE public.django_admin_log ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.django_admin_log_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.django_content_type ( id integer NOT NULL, app_label character varying(100) NOT NULL, model character varying(100) NOT NULL );
ALTER TABLE public.django_content_type ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.django_content_type_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.django_migrations ( id bigint NOT NULL, app character varying(255) NOT NULL, name character varying(255) NOT NULL, applied timestamp with time zone NOT NULL );
ALTER TABLE public.django_migrations ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.django_migrations_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.django_session ( session_key character varying(40) NOT NULL, session_data text NOT NULL, expire_date timestamp with time zone NOT NULL );
CREATE TABLE public.kit_fact ( id bigint NOT NULL, name character varying(80) NOT NULL, data jsonb NOT NULL, subject character varying(80) NOT NULL, studio_ref bigint, actor_kind character varying(10) NOT NULL, actor_ref bigint, at timestamp with time zone NOT NULL, chain bigint, cause_id bigint );
ALTER TABLE public.kit_fact ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.kit_fact_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.kit_letter ( id bigint NOT NULL, key character varying(200) NOT NULL, name character varying(60) NOT NULL, to_email character varying(254) NOT NULL, to_name character varying(120) NOT NULL, language character varying(5) NOT NULL, subject character varying(250) NOT NULL, text text NOT NULL, html text NOT NULL, headers jsonb NOT NULL, message_id character varying(120) NOT NULL, state character varying(10) NOT NULL, attempts smallint NOT NULL, last_error text NOT NULL, provider_id character varying(200) NOT NULL, fact_ref bigint, account_ref bigint, studio_ref bigint, created_at timestamp with time zone NOT NULL, due_at timestamp with time zone NOT NULL, claimed_at timestamp with time zone, sent_at timestamp with time zone, CONSTRAINT kit_letter_attempts_check CHECK ((attempts >= 0)) );
ALTER TABLE public.kit_letter ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.kit_letter_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.kit_picture ( id bigint NOT NULL, width integer NOT NULL, height integer NOT NULL, renditions jsonb NOT NULL, file_id bigint NOT NULL, CONSTRAINT kit_picture_height_check CHECK ((height >= 0)), CONSTRAINT kit_picture_width_check CHECK ((width >= 0)) );
ALTER TABLE public.kit_picture ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.kit_picture_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.kit_reaction ( id bigint NOT NULL, effect character varying(80) NOT NULL, state character varying(8) NOT NULL, attempts smallint NOT NULL, last_error text NOT NULL, done_at timestamp with time zone, fact_id bigint NOT NULL, CONSTRAINT kit_reaction_attempts_check CHECK ((attempts >= 0)) );
ALTER TABLE public.kit_reaction ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.kit_reaction_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.kit_storedfile ( id bigint NOT NULL, studio_ref bigint, owner_ref bigint, name character varying(180) NOT NULL, size bigint NOT NULL, sha256 character varying(64) NOT NULL, mime character varying(100) NOT NULL, storage_key character varying(200) NOT NULL, state character varying(9) NOT NULL, created_at timestamp with time zone NOT NULL, CONSTRAINT storedfile_ready_is_whole CHECK (((NOT ((state)::text = 'ready'::text)) OR (((sha256)::text ~ '^[0-9a-f]{64}$'::text) AND (NOT ((storage_key)::text = ''::text)) AND (size > 0)))), CONSTRAINT storedfile_size CHECK ((size >= 0)) );
ALTER TABLE public.kit_storedfile ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.kit_storedfile_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.kit_transition ( id bigint NOT NULL, lifecycle character varying(40) NOT NULL, thing_ref bigint NOT NULL, source character varying(24) NOT NULL, target character varying(24) NOT NULL, version integer NOT NULL, actor_kind character varying(10) NOT NULL, actor_ref bigint, at timestamp with time zone NOT NULL, reason text NOT NULL, fact_ref bigint, CONSTRAINT kit_transition_version_check CHECK ((version >= 0)) );
ALTER TABLE public.kit_transition ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.kit_transition_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.kit_upload ( id uuid NOT NULL, "offset" bigint NOT NULL, length bigint NOT NULL, purpose character varying(20) NOT NULL, expires_at timestamp with time zone NOT NULL, file_id bigint NOT NULL, CONSTRAINT upload_offset_within_length CHECK ((("offset" >= 0) AND ("offset" <= length))) );
CREATE TABLE public.mfa_authenticator ( id bigint NOT NULL, type character varying(20) NOT NULL, data jsonb NOT NULL, user_id bigint NOT NULL, created_at timestamp with time zone NOT NULL, last_used_at timestamp with time zone );
ALTER TABLE public.mfa_authenticator ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.mfa_authenticator_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.money_account ( id bigint NOT NULL, purpose character varying(24) NOT NULL, currency character varying(3) NOT NULL, detail character varying(40) NOT NULL, stored boolean NOT NULL, may_owe boolean NOT NULL, balance bigint NOT NULL, studio_id bigint, CONSTRAINT ledger_account_not_overdrawn CHECK (((NOT stored) OR may_owe OR (balance >= 0))) );
ALTER TABLE public.money_account ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.money_account_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.money_bankrefund ( id bigint NOT NULL, status character varying(24) NOT NULL, status_at timestamp with time zone NOT NULL, version integer NOT NULL, key character varying(120) NOT NULL, amount bigint NOT NULL, reason text NOT NULL, bank_ref character varying(60) NOT NULL, created_at timestamp with time zone NOT NULL, transfer_id bigint NOT NULL, CONSTRAINT bankrefund_amount_positive CHECK ((amount > 0)), CONSTRAINT money_bankrefund_version_check CHECK ((version >= 0)) );
ALTER TABLE public.money_bankrefund ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.money_bankrefund_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.money_banktransfer ( id bigint NOT NULL, status character varying(24) NOT NULL, status_at timestamp with time zone NOT NULL, version integer NOT NULL, token character varying(40) NOT NULL, ref character varying(40) NOT NULL, code character varying(12) NOT NULL, currency character varying(3) NOT NULL, amount bigint NOT NULL, came bigint, number character varying(60) NOT NULL, objection character varying(300) NOT NULL, payer_email character varying(254) NOT NULL, payer_name character varying(120) NOT NULL, language character varying(5) NOT NULL, description character varying(120) NOT NULL, return_url character varying(300) NOT NULL, created_at timestamp with time zone NOT NULL, shown_at timestamp with time zone, proof_id bigint, account_id bigint NOT NULL, CONSTRAINT money_banktransfer_version_check CHECK ((version >= 0)), CONSTRAINT transfer_amount_positive CHECK ((amount > 0)), CONSTRAINT transfer_confirmed_with_amount CHECK ((((came > 0) AND ((status)::text = 'confirmed'::text)) OR ((NOT ((status)::text = 'confirmed'::text)) AND (came IS NULL)))) );
ALTER TABLE public.money_banktransfer ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.money_banktransfer_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.money_clearing ( id bigint NOT NULL, key character varying(120) NOT NULL, currency character varying(3) NOT NULL, amount bigint NOT NULL, taken_back bigint NOT NULL, due_at timestamp with time zone NOT NULL, cleared_at timestamp with time zone, subject character varying(80) NOT NULL, studio_id bigint NOT NULL, CONSTRAINT clearing_within_amount CHECK (((amount > 0) AND (taken_back >= 0) AND (amount >= taken_back))) );
ALTER TABLE public.money_clearing ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.money_clearing_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.money_dayreport ( id bigint NOT NULL, gateway character varying(20) NOT NULL, day date NOT NULL, currency character varying(3) NOT NULL, state character varying(10) NOT NULL, theirs bigint NOT NULL, ours bigint NOT NULL, their_fees bigint NOT NULL, our_fees bigint NOT NULL, movements integer NOT NULL, differences jsonb NOT NULL, trouble text NOT NULL, made_at timestamp with time zone NOT NULL, note text NOT NULL, seen_at timestamp with time zone, seen_by_id bigint, account_id bigint, CONSTRAINT money_dayreport_movements_check CHECK ((movements >= 0)) );
ALTER TABLE public.money_dayreport ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.money_dayreport_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.money_dispute ( id bigint NOT NULL, status character varying(24) NOT NULL, status_at timestamp with time zone NOT NULL, version integer NOT NULL, gateway character varying(20) NOT NULL, ref character varying(120) NOT NULL, currency character varying(3) NOT NULL, amount bigint NOT NULL, fee bigint NOT NULL, taken bigint NOT NULL, reason character varying(60) NOT NULL, asked_at timestamp with time zone, answer_by timestamp with time zone, wanted_at timestamp with time zone, handed_in_at timestamp with time zone, problem character varying(300) NOT NULL, evidence jsonb NOT NULL, created_at timestamp with time zone NOT NULL, payment_id bigint NOT NULL, CONSTRAINT dispute_sane CHECK (((amount > 0) AND (fee >= 0) AND (taken >= 0))), CONSTRAINT money_dispute_version_check CHECK ((version >= 0)) );
ALTER TABLE public.money_dispute ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.money_dispute_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.money_disputeexhibit ( id bigint NOT NULL, added_at timestamp with time zone NOT NULL, dispute_id bigint NOT NULL, stored_id bigint NOT NULL, studio_id bigint NOT NULL );
ALTER TABLE public.money_disputeexhibit ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.money_disputeexhibit_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.money_disputestatement ( id bigint NOT NULL, text text NOT NULL, changed_at timestamp with time zone NOT NULL, dispute_id bigint NOT NULL, studio_id bigint NOT NULL );
ALTER TABLE public.money_disputestatement ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.money_disputestatement_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.money_entry ( id bigint NOT NULL, key character varying(120) NOT NULL, at timestamp with time zone NOT NULL, memo character varying(40) NOT NULL, data jsonb NOT NULL, subject character varying(80) NOT NULL, fact_ref bigint );
ALTER TABLE public.money_entry ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.money_entry_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.money_gatewayaccount ( id bigint NOT NULL, gateway character varying(20) NOT NULL, live boolean NOT NULL, sealed text NOT NULL, shown jsonb NOT NULL, notice_token character varying(40) NOT NULL, active boolean NOT NULL, retired_at timestamp with time zone, problem text NOT NULL, checked_at timestamp with time zone, created_at timestamp with time zone NOT NULL, changed_at timestamp with time zone NOT NULL, studio_id bigint );
ALTER TABLE public.money_gatewayaccount ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.money_gatewayaccount_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.money_gatewayevent ( id bigint NOT NULL, source character varying(20) NOT NULL, about character varying(10) NOT NULL, ref character varying(120) NOT NULL, event_id character varying(120) NOT NULL, gateway_ref character varying(120) NOT NULL, body jsonb NOT NULL, received_at timestamp with time zone NOT NULL, handled_at timestamp with time zone, problem text NOT NULL, account_id bigint );
ALTER TABLE public.money_gatewayevent ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.money_gatewayevent_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.money_hold ( id bigint NOT NULL, status character varying(24) NOT NULL, status_at timestamp with time zone NOT NULL, version integer NOT NULL, key character varying(120) NOT NULL, subject character varying(80) NOT NULL, currency character varying(3) NOT NULL, amount bigint NOT NULL, released bigint NOT NULL, returned bigint NOT NULL, created_at timestamp with time zone NOT NULL, source_id bigint NOT NULL, CONSTRAINT hold_within_amount CHECK (((amount > 0) AND (released >= 0) AND (returned >= 0) AND (amount >= (released + returned)))), CONSTRAINT money_hold_version_check CHECK ((version >= 0)) );
ALTER TABLE public.money_hold ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.money_hold_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.money_leg ( id bigint NOT NULL, currency character varying(3) NOT NULL, amount bigint NOT NULL, account_id bigint NOT NULL, entry_id bigint NOT NULL, CONSTRAINT leg_not_zero CHECK ((NOT (amount = 0))) );
ALTER TABLE public.money_leg ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.money_leg_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.money_payment ( id bigint NOT NULL, status character varying(24) NOT NULL, status_at timestamp with time zone NOT NULL, version integer NOT NULL, token character varying(40) NOT NULL, subject character varying(80) NOT NULL, gateway character varying(20) NOT NULL, gateway_ref character varying(120), currency character varying(3) NOT NULL, amount bigint NOT NULL, fee bigint NOT NULL, refunded bigint NOT NULL, payer_email character varying(254) NOT NULL, payer_name character varying(120) NOT NULL, payer_phone character varying(20) NOT NULL, description character varying(120) NOT NULL, language character varying(5) NOT NULL, method character varying(200) NOT NULL, save_method boolean NOT NULL, details jsonb NOT NULL, return_url character varying(300) NOT NULL, redirect_url character varying(2000) NOT NULL, asked smallint NOT NULL, ask_at timestamp with time zone, created_at timestamp with time zone NOT NULL, account_id bigint, CONSTRAINT money_payment_asked_check CHECK ((asked >= 0)), CONSTRAINT money_payment_version_check CHECK ((version >= 0)), CONSTRAINT payment_amount_positive CHECK ((amount > 0)), CONSTRAINT payment_refund_within CHECK (((refunded >= 0) AND (amount >= refunded))) );
ALTER TABLE public.money_payment ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.money_payment_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.money_payout ( id bigint NOT NULL, status character varying(24) NOT NULL, status_at timestamp with time zone NOT NULL, version integer NOT NULL, number character varying(20) NOT NULL, key character varying(120) NOT NULL, fingerprint character varying(64) NOT NULL, currency character varying(3) NOT NULL, amount bigint NOT NULL, fee bigint NOT NULL, automatic boolean NOT NULL, held_for jsonb NOT NULL, why text NOT NULL, approved_at timestamp with time zone, gateway character varying(20) NOT NULL, ref character varying(120) NOT NULL, tries smallint NOT NULL, asked smallint NOT NULL, ask_at timestamp with time zone, sent_at timestamp with time zone, busy_until timestamp with time zone, created_at timestamp with time zone NOT NULL, done_at timestamp with time zone, account_id bigint, studio_id bigint NOT NULL, method_id bigint NOT NULL, CONSTRAINT money_payout_asked_check CHECK ((asked >= 0)), CONSTRAINT money_payout_tries_check CHECK ((tries >= 0)), CONSTRAINT money_payout_version_check CHECK ((version >= 0)), CONSTRAINT payout_amount_positive CHECK (((amount > 0) AND (fee >= 0) AND (amount > fee))) );
ALTER TABLE public.money_payout ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.money_payout_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.money_payoutbatch ( id bigint NOT NULL, status character varying(24) NOT NULL, status_at timestamp with time zone NOT NULL, version integer NOT NULL, number character varying(20) NOT NULL, kind character varying(10) NOT NULL, currency character varying(3) NOT NULL, count integer NOT NULL, total bigint NOT NULL, created_at timestamp with time zone NOT NULL, CONSTRAINT money_payoutbatch_count_check CHECK ((count >= 0)), CONSTRAINT money_payoutbatch_version_check CHECK ((version >= 0)) );
ALTER TABLE public.money_payoutbatch ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.money_payoutbatch_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.money_payoutline ( id bigint NOT NULL, place integer NOT NULL, amount bigint NOT NULL, dropped boolean NOT NULL, batch_id bigint NOT NULL, payout_id bigint NOT NULL, CONSTRAINT money_payoutline_place_check CHECK ((place >= 0)), CONSTRAINT payout_line_positive CHECK ((amount > 0)) );
ALTER TABLE public.money_payoutline ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.money_payoutline_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.money_payoutmethod ( id bigint NOT NULL, status character varying(24) NOT NULL, status_at timestamp with time zone NOT NULL, version integer NOT NULL, kind character varying(10) NOT NULL, sealed text NOT NULL, shown jsonb NOT NULL, fingerprint character varying(64) NOT NULL, created_at timestamp with time zone NOT NULL, usable_from timestamp with time zone, code_hash character varying(128) NOT NULL, code_sent_at timestamp with time zone NOT NULL, code_tries smallint NOT NULL, code_right_at timestamp with time zone, test character varying(10) NOT NULL, test_gateway character varying(20) NOT NULL, test_amount bigint NOT NULL, test_ref character varying(120) NOT NULL, test_tries smallint NOT NULL, test_asked smallint NOT NULL, test_ask_at timestamp with time zone, test_sent_at timestamp with time zone, note text NOT NULL, added_by_id bigint, replaces_id bigint, studio_id bigint NOT NULL, test_account_id bigint, CONSTRAINT money_payoutmethod_code_tries_check CHECK ((code_tries >= 0)), CONSTRAINT money_payoutmethod_test_asked_check CHECK ((test_asked >= 0)), CONSTRAINT money_payoutmethod_test_tries_check CHECK ((test_tries >= 0)), CONSTRAINT money_payoutmethod_version_check CHECK ((version >= 0)), CONSTRAINT payout_method_proven_rests CHECK (((NOT ((status)::text = 'proven'::text)) OR (usable_from IS NOT NULL))) );
ALTER TABLE public.money_payoutmethod ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.money_payoutmethod_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.money_payoutplan ( id bigint NOT NULL, currency character varying(3) NOT NULL, rhythm character varying(8) NOT NULL, minimum bigint NOT NULL, next_at timestamp with time zone, method_id bigint, studio_id bigint NOT NULL, CONSTRAINT payout_plan_minimum CHECK ((minimum >= 0)) );
ALTER TABLE public.money_payoutplan ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.money_payoutplan_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.money_policy ( id bigint NOT NULL, name character varying(60) NOT NULL, value bigint NOT NULL, since timestamp with time zone NOT NULL, note character varying(200) NOT NULL, studio_id bigint );
ALTER TABLE public.money_policy ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.money_policy_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.money_refund ( id bigint NOT NULL, status character varying(24) NOT NULL, status_at timestamp with time zone NOT NULL, version integer NOT NULL, key character varying(120) NOT NULL, amount bigint NOT NULL, reason text NOT NULL, gateway_ref character varying(120) NOT NULL, attempt smallint NOT NULL, created_at timestamp with time zone NOT NULL, payment_id bigint NOT NULL, CONSTRAINT money_refund_attempt_check CHECK ((attempt >= 0)), CONSTRAINT money_refund_version_check CHECK ((version >= 0)), CONSTRAINT refund_amount_positive CHECK ((amount > 0)) );
ALTER TABLE public.money_refund ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.money_refund_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.money_sandboxcharge ( id bigint NOT NULL, ref character varying(40) NOT NULL, token character varying(40) NOT NULL, currency character varying(3) NOT NULL, amount bigint NOT NULL, fee bigint NOT NULL, state character varying(10) NOT NULL, choice character varying(20) NOT NULL, refunded bigint NOT NULL, refunds jsonb NOT NULL, payer_email character varying(254) NOT NULL, return_url character varying(300) NOT NULL, created_at timestamp with time zone NOT NULL, paid_at timestamp with time zone );
ALTER TABLE public.money_sandboxcharge ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.money_sandboxcharge_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.money_sandboxtransfer ( id bigint NOT NULL, key character varying(120) NOT NULL, ref character varying(40) NOT NULL, target character varying(60) NOT NULL, holder character varying(120) NOT NULL, currency character varying(3) NOT NULL, amount bigint NOT NULL, state character varying(10) NOT NULL, reason character varying(200) NOT NULL, sent smallint NOT NULL, ready_at timestamp with time zone, created_at timestamp with time zone NOT NULL, CONSTRAINT money_sandboxtransfer_sent_check CHECK ((sent >= 0)) );
ALTER TABLE public.money_sandboxtransfer ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.money_sandboxtransfer_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.money_snapshot ( id bigint NOT NULL, leg_ref bigint NOT NULL, balance bigint NOT NULL, taken_at timestamp with time zone NOT NULL, account_id bigint NOT NULL );
ALTER TABLE public.money_snapshot ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.money_snapshot_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.money_taxprofile ( id bigint NOT NULL, registered boolean NOT NULL, country character varying(2) NOT NULL, tax_id character varying(40) NOT NULL, inclusive boolean NOT NULL, countries jsonb NOT NULL, good character varying(10) NOT NULL, changed_at timestamp with time zone NOT NULL, studio_id bigint NOT NULL );
ALTER TABLE public.money_taxprofile ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.money_taxprofile_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.money_taxrate ( id bigint NOT NULL, country character varying(2) NOT NULL, region character varying(10) NOT NULL, kind character varying(10) NOT NULL, name character varying(40) NOT NULL, bp integer NOT NULL, since date NOT NULL, until date, source character varying(200) NOT NULL, made_at timestamp with time zone NOT NULL, made_by_id bigint, CONSTRAINT money_taxrate_bp_check CHECK ((bp >= 0)), CONSTRAINT tax_rate_counts_a_day CHECK (((until IS NULL) OR (until > since))), CONSTRAINT tax_rate_sane CHECK ((bp <= 10000)) );
ALTER TABLE public.money_taxrate ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.money_taxrate_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.people_account ( id bigint NOT NULL, password character varying(128) NOT NULL, last_login timestamp with time zone, is_superuser boolean NOT NULL, email character varying(254) NOT NULL, name character varying(120) NOT NULL, language character varying(5) NOT NULL, time_zone character varying(60) NOT NULL, is_staff boolean NOT NULL, is_active boolean NOT NULL, joined_at timestamp with time zone NOT NULL );
CREATE TABLE public.people_account_groups ( id bigint NOT NULL, account_id bigint NOT NULL, group_id integer NOT NULL );
ALTER TABLE public.people_account_groups ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.people_account_groups_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
ALTER TABLE public.people_account ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.people_account_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.people_account_user_permissions ( id bigint NOT NULL, account_id bigint NOT NULL, permission_id integer NOT NULL );
ALTER TABLE public.people_account_user_permissions ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.people_account_user_permissions_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.people_conversation ( id bigint NOT NULL, subject character varying(40) NOT NULL, title character varying(140) NOT NULL, key character varying(120) NOT NULL, opened_at timestamp with time zone NOT NULL, last_at timestamp with time zone NOT NULL, agreed_at timestamp with time zone, studio_id bigint NOT NULL );
ALTER TABLE public.people_conversation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.people_conversation_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.people_invitation ( id bigint NOT NULL, email character varying(254) NOT NULL, role character varying(10) NOT NULL, token character varying(64) NOT NULL, created_at timestamp with time zone NOT NULL, expires_at timestamp with time zone NOT NULL, accepted_at timestamp with time zone, invited_by_id bigint NOT NULL, studio_id bigint NOT NULL );
ALTER TABLE public.people_invitation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.people_invitation_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.people_mailpreference ( id bigint NOT NULL, topic character varying(20) NOT NULL, by_mail boolean NOT NULL, account_id bigint NOT NULL );
ALTER TABLE public.people_mailpreference ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.people_mailpreference_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.people_mark ( id bigint NOT NULL, kind character varying(10) NOT NULL, hash character varying(64) NOT NULL, first_seen timestamp with time zone NOT NULL, last_seen timestamp with time zone NOT NULL, account_id bigint NOT NULL );
ALTER TABLE public.people_mark ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.people_mark_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.people_member ( id bigint NOT NULL, role character varying(10) NOT NULL, since timestamp with time zone NOT NULL, account_id bigint NOT NULL, studio_id bigint NOT NULL );
ALTER TABLE public.people_member ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.people_member_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.people_message ( id bigint NOT NULL, author_name character varying(120) NOT NULL, body text NOT NULL, via character varying(5) NOT NULL, key character varying(140), at timestamp with time zone NOT NULL, shown_at timestamp with time zone, held_at timestamp with time zone, held_for character varying(60) NOT NULL, released_at timestamp with time zone, removed_at timestamp with time zone, removed_for character varying(300) NOT NULL, author_id bigint, conversation_id bigint NOT NULL, party_id bigint NOT NULL, CONSTRAINT message_shown_or_held CHECK (((shown_at IS NOT NULL) OR (held_at IS NOT NULL))) );
ALTER TABLE public.people_message ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.people_message_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.people_messagefile ( id bigint NOT NULL, at timestamp with time zone NOT NULL, file_id bigint NOT NULL, message_id bigint, picture_id bigint, party_id bigint NOT NULL );
ALTER TABLE public.people_messagefile ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.people_messagefile_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.people_notice ( id bigint NOT NULL, studio_ref bigint, topic character varying(20) NOT NULL, kind character varying(40) NOT NULL, data jsonb NOT NULL, url character varying(300) NOT NULL, key character varying(120) NOT NULL, created_at timestamp with time zone NOT NULL, read_at timestamp with time zone, account_id bigint NOT NULL );
ALTER TABLE public.people_notice ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.people_notice_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.people_party ( id bigint NOT NULL, role character varying(10) NOT NULL, email character varying(254) NOT NULL, name character varying(120) NOT NULL, language character varying(5) NOT NULL, read_to timestamp with time zone, looked_at timestamp with time zone, mailed_at timestamp with time zone, unread integer NOT NULL, muted boolean NOT NULL, archived_at timestamp with time zone, blocked_at timestamp with time zone, account_id bigint, conversation_id bigint NOT NULL, studio_id bigint, CONSTRAINT party_is_somebody CHECK ((((account_id IS NULL) AND ((email)::text = ''::text) AND ((role)::text = 'studio'::text) AND (studio_id IS NOT NULL)) OR (((account_id IS NOT NULL) OR (NOT ((email)::text = ''::text))) AND ((role)::text = 'customer'::text) AND (studio_id IS NULL)))), CONSTRAINT people_party_unread_check CHECK ((unread >= 0)) );
ALTER TABLE public.people_party ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.people_party_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.people_report ( id bigint NOT NULL, reason character varying(10) NOT NULL, text text NOT NULL, at timestamp with time zone NOT NULL, handled_at timestamp with time zone, outcome character varying(300) NOT NULL, account_id bigint, conversation_id bigint NOT NULL, handled_by_id bigint, party_id bigint NOT NULL );
ALTER TABLE public.people_report ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.people_report_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.people_retiredhandle ( id bigint NOT NULL, handle character varying(30) NOT NULL, retired_at timestamp with time zone NOT NULL, studio_id bigint NOT NULL );
ALTER TABLE public.people_retiredhandle ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.people_retiredhandle_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.people_studio ( id bigint NOT NULL, status character varying(24) NOT NULL, status_at timestamp with time zone NOT NULL, version integer NOT NULL, handle character varying(30) NOT NULL, name character varying(80) NOT NULL, tagline character varying(140) NOT NULL, bio text NOT NULL, links jsonb NOT NULL, currency character varying(3) NOT NULL, language character varying(5) NOT NULL, time_zone character varying(60) NOT NULL, created_at timestamp with time zone NOT NULL, cover_id bigint, picture_id bigint, CONSTRAINT people_studio_version_check CHECK ((version >= 0)) );
ALTER TABLE public.people_studio ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.people_studio_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.people_tie ( id bigint NOT NULL, reason character varying(10) NOT NULL, since timestamp with time zone NOT NULL, allowed_at timestamp with time zone, why text NOT NULL, allowed_by_id bigint, one_id bigint NOT NULL, other_id bigint NOT NULL, looked_at timestamp with time zone, refused_at timestamp with time zone, CONSTRAINT tie_allowed_why CHECK (((allowed_at IS NULL) OR (NOT (why = ''::text)))), CONSTRAINT tie_of_two CHECK ((one_id < other_id)) );
ALTER TABLE public.people_tie ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.people_tie_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.procrastinate_events ( id bigint NOT NULL, job_id bigint NOT NULL, type public.procrastinate_job_event_type, at timestamp with time zone DEFAULT now() );
CREATE SEQUENCE public.procrastinate_events_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.procrastinate_events_id_seq OWNED BY public.procrastinate_events.id;
CREATE SEQUENCE public.procrastinate_jobs_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.procrastinate_jobs_id_seq OWNED BY public.procrastinate_jobs.id;
CREATE TABLE public.procrastinate_periodic_defers ( id bigint NOT NULL, task_name character varying(128) NOT NULL, defer_timestamp bigint, job_id bigint, periodic_id character varying(128) DEFAULT ''::character varying NOT NULL );
CREATE SEQUENCE public.procrastinate_periodic_defers_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.procrastinate_periodic_defers_id_seq OWNED BY public.procrastinate_periodic_defers.id;
CREATE TABLE public.procrastinate_workers ( id bigint NOT NULL, last_heartbeat timestamp with time zone DEFAULT now() NOT NULL );
ALTER TABLE public.procrastinate_workers ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY ( SEQUENCE NAME public.procrastinate_workers_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.trust_case ( id bigint NOT NULL, status character varying(24) NOT NULL, status_at timestamp with time zone NOT NULL, version integer NOT NULL, role character varying(10) NOT NULL, came_from character varying(24) NOT NULL, amount bigint NOT NULL, currency character varying(3) NOT NULL, to_worker bigint, created_at timestamp with time zone NOT NULL, author_id bigint, ruled_by_id bigint, studio_id bigint, unit_id bigint NOT NULL, CONSTRAINT case_within_amount CHECK (((amount >= 0) AND ((to_worker IS NULL) OR ((to_worker >= 0) AND (to_worker <= amount))))), CONSTRAINT trust_case_version_check CHECK ((version >= 0)) );
ALTER TABLE public.trust_case ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.trust_case_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.trust_exchange ( id bigint NOT NULL, status character varying(24) NOT NULL, status_at timestamp with time zone NOT NULL, version integer NOT NULL, days smallint NOT NULL, until timestamp with time zone NOT NULL, engagement_id bigint NOT NULL, CONSTRAINT trust_exchange_days_check CHECK ((days >= 0)), CONSTRAINT trust_exchange_version_check CHECK ((version >= 0)) );
ALTER TABLE public.trust_exchange ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.trust_exchange_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.trust_proposal ( id bigint NOT NULL, status character varying(24) NOT NULL, status_at timestamp with time zone NOT NULL, version integer NOT NULL, role character varying(10) NOT NULL, to_worker bigint NOT NULL, text text NOT NULL, answer text NOT NULL, created_at timestamp with time zone NOT NULL, author_id bigint, case_id bigint NOT NULL, CONSTRAINT proposal_sane CHECK ((to_worker >= 0)), CONSTRAINT trust_proposal_version_check CHECK ((version >= 0)) );
ALTER TABLE public.trust_proposal ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.trust_proposal_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.trust_reputation ( id bigint NOT NULL, reviews integer NOT NULL, mean smallint NOT NULL, score smallint NOT NULL, spread jsonb NOT NULL, marks jsonb NOT NULL, done integer NOT NULL, failed integer NOT NULL, success smallint NOT NULL, level smallint NOT NULL, level_at timestamp with time zone, falls_at timestamp with time zone, counted_at timestamp with time zone NOT NULL, buyer_id bigint, offer_id bigint, studio_id bigint, CONSTRAINT reputation_of_one CHECK ((((buyer_id IS NULL) AND (offer_id IS NULL) AND (studio_id IS NOT NULL)) OR ((buyer_id IS NULL) AND (offer_id IS NOT NULL) AND (studio_id IS NULL)) OR ((buyer_id IS NOT NULL) AND (offer_id IS NULL) AND (studio_id IS NULL)))), CONSTRAINT trust_reputation_done_check CHECK ((done >= 0)), CONSTRAINT trust_reputation_failed_check CHECK ((failed >= 0)), CONSTRAINT trust_reputation_level_check CHECK ((level >= 0)), CONSTRAINT trust_reputation_mean_check CHECK ((mean >= 0)), CONSTRAINT trust_reputation_reviews_check CHECK ((reviews >= 0)), CONSTRAINT trust_reputation_score_check CHECK ((score >= 0)), CONSTRAINT trust_reputation_success_check CHECK ((success >= 0)) );
ALTER TABLE public.trust_reputation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.trust_reputation_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.trust_review ( id bigint NOT NULL, status character varying(24) NOT NULL, status_at timestamp with time zone NOT NULL, version integer NOT NULL, side character varying(10) NOT NULL, buyer_key character varying(254) NOT NULL, name character varying(120) NOT NULL, title character varying(160) NOT NULL, stars smallint NOT NULL, marks jsonb NOT NULL, text text NOT NULL, language character varying(5) NOT NULL, held_for character varying(80) NOT NULL, written_at timestamp with time zone NOT NULL, published_at timestamp with time zone, answer text NOT NULL, answered_at timestamp with time zone, answerer_id bigint, author_id bigint, buyer_id bigint, exchange_id bigint NOT NULL, offer_id bigint, studio_id bigint NOT NULL, CONSTRAINT review_published_when CHECK (((NOT ((status)::text = 'published'::text)) OR (published_at IS NOT NULL))), CONSTRAINT review_stars CHECK (((stars >= 1) AND (stars <= 5))), CONSTRAINT trust_review_stars_check CHECK ((stars >= 0)), CONSTRAINT trust_review_version_check CHECK ((version >= 0)) );
ALTER TABLE public.trust_review ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.trust_review_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.trust_reviewreport ( id bigint NOT NULL, reason character varying(10) NOT NULL, text text NOT NULL, at timestamp with time zone NOT NULL, handled_at timestamp with time zone, outcome character varying(300) NOT NULL, account_id bigint NOT NULL, handler_id bigint, review_id bigint NOT NULL );
ALTER TABLE public.trust_reviewreport ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.trust_reviewreport_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.trust_statement ( id bigint NOT NULL, sort character varying(10) NOT NULL, role character varying(10) NOT NULL, text text NOT NULL, to_worker bigint, at timestamp with time zone NOT NULL, author_id bigint, case_id bigint NOT NULL );
ALTER TABLE public.trust_statement ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.trust_statement_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.trust_statementfile ( id bigint NOT NULL, name character varying(255) NOT NULL, file_id bigint NOT NULL, statement_id bigint NOT NULL );
ALTER TABLE public.trust_statementfile ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.trust_statementfile_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.usersessions_usersession ( id bigint NOT NULL, created_at timestamp with time zone NOT NULL, ip inet NOT NULL, last_seen_at timestamp with time zone NOT NULL, session_key character varying(40) NOT NULL, user_agent character varying(200) NOT NULL, data jsonb NOT NULL, user_id bigint NOT NULL );
ALTER TABLE public.usersessions_usersession ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.usersessions_usersession_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.work_campaign ( id bigint NOT NULL, status character varying(24) NOT NULL, status_at timestamp with time zone NOT NULL, version integer NOT NULL, title character varying(120) NOT NULL, instructions text NOT NULL, example text NOT NULL, proof jsonb NOT NULL, reasons jsonb NOT NULL, currency character varying(3) NOT NULL, reward bigint NOT NULL, positions integer NOT NULL, minutes integer NOT NULL, review_days smallint NOT NULL, targeting jsonb NOT NULL, per_worker integer NOT NULL, hourly integer NOT NULL, redundancy smallint NOT NULL, original boolean NOT NULL, reserve bigint NOT NULL, checked_at timestamp with time zone, measured integer, hourly_pay bigint NOT NULL, free integer NOT NULL, taken integer NOT NULL, accepted integer NOT NULL, rejected integer NOT NULL, held_for character varying(200) NOT NULL, created_at timestamp with time zone NOT NULL, begun_at timestamp with time zone, counted_at timestamp with time zone, account_id bigint NOT NULL, engagement_id bigint, itemized boolean NOT NULL, CONSTRAINT campaign_sane CHECK (((positions > 0) AND (redundancy >= 1) AND (reserve >= 0) AND (reward > 0))), CONSTRAINT work_campaign_accepted_check CHECK ((accepted >= 0)), CONSTRAINT work_campaign_free_check CHECK ((free >= 0)), CONSTRAINT work_campaign_hourly_check CHECK ((hourly >= 0)), CONSTRAINT work_campaign_measured_check CHECK ((measured >= 0)), CONSTRAINT work_campaign_minutes_check CHECK ((minutes >= 0)), CONSTRAINT work_campaign_per_worker_check CHECK ((per_worker >= 0)), CONSTRAINT work_campaign_positions_check CHECK ((positions >= 0)), CONSTRAINT work_campaign_redundancy_check CHECK ((redundancy >= 0)), CONSTRAINT work_campaign_rejected_check CHECK ((rejected >= 0)), CONSTRAINT work_campaign_review_days_check CHECK ((review_days >= 0)), CONSTRAINT work_campaign_taken_check CHECK ((taken >= 0)), CONSTRAINT work_campaign_version_check CHECK ((version >= 0)) );
ALTER TABLE public.work_campaign ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.work_campaign_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.work_change ( id bigint NOT NULL, status character varying(24) NOT NULL, status_at timestamp with time zone NOT NULL, version integer NOT NULL, sort character varying(10) NOT NULL, role character varying(10) NOT NULL, days smallint NOT NULL, text text NOT NULL, answer text NOT NULL, created_at timestamp with time zone NOT NULL, author_id bigint, unit_id bigint NOT NULL, terms jsonb NOT NULL, fallen jsonb NOT NULL, CONSTRAINT work_change_days_check CHECK ((days >= 0)), CONSTRAINT work_change_version_check CHECK ((version >= 0)) );
ALTER TABLE public.work_change ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.work_change_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.work_decision ( id bigint NOT NULL, verb character varying(24) NOT NULL, role character varying(10) NOT NULL, reason character varying(40) NOT NULL, text text NOT NULL, paid bigint NOT NULL, returned bigint NOT NULL, at timestamp with time zone NOT NULL, author_id bigint, submission_id bigint, unit_id bigint NOT NULL );
ALTER TABLE public.work_decision ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.work_decision_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.work_engagement ( id bigint NOT NULL, mode character varying(20) NOT NULL, till character varying(5) NOT NULL, subject character varying(80) NOT NULL, buyer_email character varying(254) NOT NULL, title character varying(160) NOT NULL, currency character varying(3) NOT NULL, language character varying(5) NOT NULL, terms jsonb NOT NULL, policies jsonb NOT NULL, agreed_at timestamp with time zone NOT NULL, ended_at timestamp with time zone, buyer_id bigint, worker_id bigint );
ALTER TABLE public.work_engagement ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.work_engagement_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.work_funding ( id bigint NOT NULL, status character varying(24) NOT NULL, status_at timestamp with time zone NOT NULL, version integer NOT NULL, intent character varying(64) NOT NULL, token character varying(48) NOT NULL, currency character varying(3) NOT NULL, amount bigint NOT NULL, created_at timestamp with time zone NOT NULL, paid_at timestamp with time zone, account_id bigint NOT NULL, engagement_id bigint NOT NULL, payment_id bigint, CONSTRAINT funding_sane CHECK ((amount > 0)), CONSTRAINT work_funding_version_check CHECK ((version >= 0)) );
ALTER TABLE public.work_funding ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.work_funding_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.work_fundingpart ( id bigint NOT NULL, amount bigint NOT NULL, funding_id bigint NOT NULL, unit_id bigint NOT NULL, CONSTRAINT funding_part_sane CHECK ((amount > 0)) );
ALTER TABLE public.work_fundingpart ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.work_fundingpart_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.work_item ( id bigint NOT NULL, "position" integer NOT NULL, data jsonb NOT NULL, expected jsonb, answers smallint NOT NULL, campaign_id bigint NOT NULL, CONSTRAINT work_item_answers_check CHECK ((answers >= 0)), CONSTRAINT work_item_position_check CHECK (("position" >= 0)) );
ALTER TABLE public.work_item ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.work_item_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.work_job ( id bigint NOT NULL, status character varying(24) NOT NULL, status_at timestamp with time zone NOT NULL, version integer NOT NULL, slug character varying(80) NOT NULL, title character varying(120) NOT NULL, description text NOT NULL, pay character varying(6) NOT NULL, currency character varying(3) NOT NULL, budget_least bigint, budget_most bigint, weekly_hours smallint, level character varying(8) NOT NULL, length character varying(8) NOT NULL, language character varying(5) NOT NULL, wanted smallint NOT NULL, questions jsonb NOT NULL, by_invitation boolean NOT NULL, proposals integer NOT NULL, held_for character varying(200) NOT NULL, search tsvector, created_at timestamp with time zone NOT NULL, posted_at timestamp with time zone, idle_at timestamp with time zone, warned_at timestamp with time zone, account_id bigint NOT NULL, CONSTRAINT work_job_proposals_check CHECK ((proposals >= 0)), CONSTRAINT work_job_version_check CHECK ((version >= 0)), CONSTRAINT work_job_wanted_check CHECK ((wanted >= 0)), CONSTRAINT work_job_weekly_hours_check CHECK ((weekly_hours >= 0)) );
ALTER TABLE public.work_job ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.work_job_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.work_job_skill ( id bigint NOT NULL, job_id bigint NOT NULL, skill_id bigint NOT NULL );
ALTER TABLE public.work_job_skill ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.work_job_skill_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.work_jobfile ( id bigint NOT NULL, name character varying(255) NOT NULL, file_id bigint NOT NULL, job_id bigint NOT NULL );
ALTER TABLE public.work_jobfile ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.work_jobfile_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.work_proposal ( id bigint NOT NULL, status character varying(24) NOT NULL, status_at timestamp with time zone NOT NULL, version integer NOT NULL, version_number smallint NOT NULL, expires_at timestamp with time zone, created_at timestamp with time zone NOT NULL, buyer_id bigint NOT NULL, engagement_id bigint, job_id bigint, studio_id bigint NOT NULL, conversation_id bigint, title character varying(120) NOT NULL, CONSTRAINT proposal_for_one_thing CHECK ((((conversation_id IS NULL) AND (job_id IS NOT NULL) AND ((title)::text = ''::text)) OR ((conversation_id IS NOT NULL) AND (job_id IS NULL) AND (NOT ((title)::text = ''::text))))), CONSTRAINT work_proposal_version_check CHECK ((version >= 0)), CONSTRAINT work_proposal_version_number_check CHECK ((version_number >= 0)) );
ALTER TABLE public.work_proposal ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.work_proposal_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.work_proposalversion ( id bigint NOT NULL, number smallint NOT NULL, role character varying(10) NOT NULL, mode character varying(20) NOT NULL, currency character varying(3) NOT NULL, amount bigint NOT NULL, days smallint, revisions smallint, weekly_hours smallint, milestones jsonb NOT NULL, answers jsonb NOT NULL, text text NOT NULL, expires_at timestamp with time zone, at timestamp with time zone NOT NULL, author_id bigint NOT NULL, proposal_id bigint NOT NULL, CONSTRAINT work_proposalversion_days_check CHECK ((days >= 0)), CONSTRAINT work_proposalversion_number_check CHECK ((number >= 0)), CONSTRAINT work_proposalversion_revisions_check CHECK ((revisions >= 0)), CONSTRAINT work_proposalversion_weekly_hours_check CHECK ((weekly_hours >= 0)) );
ALTER TABLE public.work_proposalversion ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.work_proposalversion_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.work_savedsearch ( id bigint NOT NULL, name character varying(80) NOT NULL, asked jsonb NOT NULL, alerts boolean NOT NULL, seen_at timestamp with time zone NOT NULL, created_at timestamp with time zone NOT NULL, account_id bigint NOT NULL, studio_id bigint );
ALTER TABLE public.work_savedsearch ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.work_savedsearch_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.work_skill ( id bigint NOT NULL, slug character varying(60) NOT NULL, name_en character varying(60) NOT NULL, name_bn character varying(60) NOT NULL );
ALTER TABLE public.work_skill ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.work_skill_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.work_slot ( id bigint NOT NULL, place integer NOT NULL, state character varying(5) NOT NULL, campaign_id bigint NOT NULL, item_id bigint, unit_id bigint, CONSTRAINT work_slot_place_check CHECK ((place >= 0)) );
ALTER TABLE public.work_slot ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.work_slot_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.work_standing ( id bigint NOT NULL, accepted integer NOT NULL, rejected integer NOT NULL, overturned integer NOT NULL, review_seconds integer, counted_at timestamp with time zone NOT NULL, account_id bigint NOT NULL, CONSTRAINT work_standing_accepted_check CHECK ((accepted >= 0)), CONSTRAINT work_standing_overturned_check CHECK ((overturned >= 0)), CONSTRAINT work_standing_rejected_check CHECK ((rejected >= 0)), CONSTRAINT work_standing_review_seconds_check CHECK ((review_seconds >= 0)) );
ALTER TABLE public.work_standing ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.work_standing_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.work_submission ( id bigint NOT NULL, number smallint NOT NULL, verb character varying(24) NOT NULL, role character varying(10) NOT NULL, text text NOT NULL, content jsonb NOT NULL, at timestamp with time zone NOT NULL, author_id bigint, unit_id bigint NOT NULL, CONSTRAINT work_submission_number_check CHECK ((number >= 0)) );
ALTER TABLE public.work_submission ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.work_submission_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.work_submittedfile ( id bigint NOT NULL, name character varying(255) NOT NULL, called character varying(255) NOT NULL, question character varying(80) NOT NULL, at_once boolean NOT NULL, sha256 character varying(64) NOT NULL, file_id bigint NOT NULL, preview_id bigint, submission_id bigint NOT NULL );
ALTER TABLE public.work_submittedfile ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.work_submittedfile_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.work_timeentry ( id bigint NOT NULL, begins_at timestamp with time zone NOT NULL, ends_at timestamp with time zone NOT NULL, text character varying(300) NOT NULL, created_at timestamp with time zone NOT NULL, author_id bigint NOT NULL, unit_id bigint NOT NULL, CONSTRAINT timeentry_sane CHECK ((ends_at > begins_at)) );
ALTER TABLE public.work_timeentry ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.work_timeentry_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.work_trace ( id bigint NOT NULL, sort character varying(4) NOT NULL, digest bigint NOT NULL, campaign_id bigint NOT NULL, unit_id bigint NOT NULL );
ALTER TABLE public.work_trace ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.work_trace_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.work_unit ( id bigint NOT NULL, status character varying(24) NOT NULL, status_at timestamp with time zone NOT NULL, version integer NOT NULL, mode character varying(20) NOT NULL, "position" integer NOT NULL, title character varying(160) NOT NULL, amount bigint NOT NULL, paid bigint NOT NULL, returned bigint NOT NULL, terms jsonb NOT NULL, revisions smallint NOT NULL, extensions smallint NOT NULL, due_at timestamp with time zone, created_at timestamp with time zone NOT NULL, engagement_id bigint NOT NULL, hold_id bigint, worker_id bigint, CONSTRAINT unit_within_amount CHECK (((amount > 0) AND (paid >= 0) AND (returned >= 0) AND (amount >= (paid + returned)))), CONSTRAINT work_unit_extensions_check CHECK ((extensions >= 0)), CONSTRAINT work_unit_position_check CHECK (("position" >= 0)), CONSTRAINT work_unit_revisions_check CHECK ((revisions >= 0)), CONSTRAINT work_unit_version_check CHECK ((version >= 0)) );
ALTER TABLE public.work_unit ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY ( SEQUENCE NAME public.work_unit_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
ALTER TABLE ONLY public.procrastinate_events ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_events_id_seq'::regclass);
ALTER TABLE ONLY public.procrastinate_jobs ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_jobs_id_seq'::regclass);
ALTER TABLE ONLY public.procrastinate_periodic_defers ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_periodic_defers_id_seq'::regclass);
ALTER TABLE ONLY public.account_emailaddress ADD CONSTRAINT account_emailaddress_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.account_emailaddress ADD CONSTRAINT account_emailaddress_user_id_email_987c8728_uniq UNIQUE (user_id, email);
ALTER TABLE ONLY public.account_emailconfirmation ADD CONSTRAINT account_emailconfirmation_key_key UNIQUE (key);
ALTER TABLE ONLY public.account_emailconfirmation ADD CONSTRAINT account_emailconfirmation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.api_key ADD CONSTRAINT api_key_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.api_key ADD CONSTRAINT api_key_prefix_key UNIQUE (prefix);
ALTER TABLE ONLY public.api_request ADD CONSTRAINT api_request_key_key UNIQUE (key);
ALTER TABLE ONLY public.api_request ADD CONSTRAINT api_request_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.api_webhookattempt ADD CONSTRAINT api_webhookattempt_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.api_webhookendpoint ADD CONSTRAINT api_webhookendpoint_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.api_webhookmessage ADD CONSTRAINT api_webhookmessage_msg_id_key UNIQUE (msg_id);
ALTER TABLE ONLY public.api_webhookmessage ADD CONSTRAINT api_webhookmessage_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.audience_automationrule ADD CONSTRAINT audience_automationrule_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.audience_broadcast ADD CONSTRAINT audience_broadcast_message_id_key UNIQUE (message_id);
ALTER TABLE ONLY public.audience_broadcast ADD CONSTRAINT audience_broadcast_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.audience_consent ADD CONSTRAINT audience_consent_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.audience_contact ADD CONSTRAINT audience_contact_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.audience_contacttag ADD CONSTRAINT audience_contacttag_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.audience_delivery ADD CONSTRAINT audience_delivery_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.audience_enrolment ADD CONSTRAINT audience_enrolment_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.audience_event ADD CONSTRAINT audience_event_key_key UNIQUE (key);
ALTER TABLE ONLY public.audience_event ADD CONSTRAINT audience_event_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.audience_field ADD CONSTRAINT audience_field_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.audience_flight ADD CONSTRAINT audience_flight_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.audience_form ADD CONSTRAINT audience_form_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.audience_form ADD CONSTRAINT audience_form_token_key UNIQUE (token);
ALTER TABLE ONLY public.audience_import ADD CONSTRAINT audience_import_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.audience_intake ADD CONSTRAINT audience_intake_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.audience_lane ADD CONSTRAINT audience_lane_message_id_key UNIQUE (message_id);
ALTER TABLE ONLY public.audience_lane ADD CONSTRAINT audience_lane_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.audience_letterhead ADD CONSTRAINT audience_letterhead_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.audience_letterhead ADD CONSTRAINT audience_letterhead_studio_id_key UNIQUE (studio_id);
ALTER TABLE ONLY public.audience_link ADD CONSTRAINT audience_link_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.audience_message ADD CONSTRAINT audience_message_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.audience_pace ADD CONSTRAINT audience_pace_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.audience_provider ADD CONSTRAINT audience_provider_hook_token_key UNIQUE (hook_token);
ALTER TABLE ONLY public.audience_provider ADD CONSTRAINT audience_provider_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.audience_provider ADD CONSTRAINT audience_provider_studio_id_key UNIQUE (studio_id);
ALTER TABLE ONLY public.audience_returned ADD CONSTRAINT audience_returned_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.audience_segment ADD CONSTRAINT audience_segment_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.audience_sequence ADD CONSTRAINT audience_sequence_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.audience_sequenceversion ADD CONSTRAINT audience_sequenceversion_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.audience_showing ADD CONSTRAINT audience_showing_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.audience_slot ADD CONSTRAINT audience_slot_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.audience_slowdown ADD CONSTRAINT audience_slowdown_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.audience_step ADD CONSTRAINT audience_step_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.audience_submission ADD CONSTRAINT audience_submission_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.audience_submission ADD CONSTRAINT audience_submission_token_key UNIQUE (token);
ALTER TABLE ONLY public.audience_suppression ADD CONSTRAINT audience_suppression_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.audience_tag ADD CONSTRAINT audience_tag_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.audience_tagging ADD CONSTRAINT audience_tagging_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.audience_touch ADD CONSTRAINT audience_touch_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.audience_trigger ADD CONSTRAINT audience_trigger_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.audience_turn ADD CONSTRAINT audience_turn_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.audience_turn ADD CONSTRAINT audience_turn_way_key UNIQUE (way);
ALTER TABLE ONLY public.audience_unwatched ADD CONSTRAINT audience_unwatched_pkey PRIMARY KEY (contact_id);
ALTER TABLE ONLY public.auth_group ADD CONSTRAINT auth_group_name_key UNIQUE (name);
ALTER TABLE ONLY public.auth_group_permissions ADD CONSTRAINT auth_group_permissions_group_id_permission_id_0cd325b0_uniq UNIQUE (group_id, permission_id);
ALTER TABLE ONLY public.auth_group_permissions ADD CONSTRAINT auth_group_permissions_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.auth_group ADD CONSTRAINT auth_group_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.auth_permission ADD CONSTRAINT auth_permission_content_type_id_codename_01ab375a_uniq UNIQUE (content_type_id, codename);
ALTER TABLE ONLY public.auth_permission ADD CONSTRAINT auth_permission_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.catalog_bundlepart ADD CONSTRAINT bundle_part_once UNIQUE (bundle_id, tier_id);
ALTER TABLE ONLY public.checkout_cartline ADD CONSTRAINT cart_line_once UNIQUE (cart_id, tier_id);
ALTER TABLE ONLY public.catalog_bundlepart ADD CONSTRAINT catalog_bundlepart_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.catalog_category ADD CONSTRAINT catalog_category_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.catalog_category ADD CONSTRAINT catalog_category_slug_key UNIQUE (slug);
ALTER TABLE ONLY public.catalog_collaborator ADD CONSTRAINT catalog_collaborator_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.catalog_collaborator ADD CONSTRAINT catalog_collaborator_token_key UNIQUE (token);
ALTER TABLE ONLY public.catalog_offer ADD CONSTRAINT catalog_offer_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.catalog_offerpicture ADD CONSTRAINT catalog_offerpicture_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.catalog_oldslug ADD CONSTRAINT catalog_oldslug_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.catalog_price ADD CONSTRAINT catalog_price_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.catalog_release ADD CONSTRAINT catalog_release_offer_id_key UNIQUE (offer_id);
ALTER TABLE ONLY public.catalog_release ADD CONSTRAINT catalog_release_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.catalog_suggestion ADD CONSTRAINT catalog_suggestion_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.catalog_tier ADD CONSTRAINT catalog_tier_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.checkout_cart ADD CONSTRAINT checkout_cart_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.checkout_cart ADD CONSTRAINT checkout_cart_token_key UNIQUE (token);
ALTER TABLE ONLY public.checkout_cartline ADD CONSTRAINT checkout_cartline_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.checkout_cartreminder ADD CONSTRAINT checkout_cartreminder_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.checkout_coupon ADD CONSTRAINT checkout_coupon_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.checkout_couponuse ADD CONSTRAINT checkout_couponuse_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.checkout_gift ADD CONSTRAINT checkout_gift_order_id_key UNIQUE (order_id);
ALTER TABLE ONLY public.checkout_gift ADD CONSTRAINT checkout_gift_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.checkout_gift ADD CONSTRAINT checkout_gift_token_key UNIQUE (token);
ALTER TABLE ONLY public.checkout_leftline ADD CONSTRAINT checkout_leftline_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.checkout_lineshare ADD CONSTRAINT checkout_lineshare_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.checkout_order ADD CONSTRAINT checkout_order_intent_key UNIQUE (intent);
ALTER TABLE ONLY public.checkout_order ADD CONSTRAINT checkout_order_number_key UNIQUE (number);
ALTER TABLE ONLY public.checkout_order ADD CONSTRAINT checkout_order_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.checkout_order ADD CONSTRAINT checkout_order_token_key UNIQUE (token);
ALTER TABLE ONLY public.checkout_orderline ADD CONSTRAINT checkout_orderline_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.checkout_paper ADD CONSTRAINT checkout_paper_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.checkout_paperprofile ADD CONSTRAINT checkout_paperprofile_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.checkout_paperprofile ADD CONSTRAINT checkout_paperprofile_studio_id_key UNIQUE (studio_id);
ALTER TABLE ONLY public.checkout_paperseries ADD CONSTRAINT checkout_paperseries_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.checkout_refund ADD CONSTRAINT checkout_refund_dispute_id_key UNIQUE (dispute_id);
ALTER TABLE ONLY public.checkout_refund ADD CONSTRAINT checkout_refund_key_key UNIQUE (key);
ALTER TABLE ONLY public.checkout_refund ADD CONSTRAINT checkout_refund_payment_refund_id_key UNIQUE (payment_refund_id);
ALTER TABLE ONLY public.checkout_refund ADD CONSTRAINT checkout_refund_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.checkout_refundline ADD CONSTRAINT checkout_refundline_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.checkout_refundrequest ADD CONSTRAINT checkout_refundrequest_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.checkout_refundterms ADD CONSTRAINT checkout_refundterms_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.checkout_reminderstop ADD CONSTRAINT checkout_reminderstop_key_key UNIQUE (key);
ALTER TABLE ONLY public.checkout_reminderstop ADD CONSTRAINT checkout_reminderstop_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.checkout_together ADD CONSTRAINT checkout_together_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.checkout_upsell ADD CONSTRAINT checkout_upsell_made_id_key UNIQUE (made_id);
ALTER TABLE ONLY public.checkout_upsell ADD CONSTRAINT checkout_upsell_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.checkout_wish ADD CONSTRAINT checkout_wish_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.checkout_wishletter ADD CONSTRAINT checkout_wishletter_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.checkout_wishlist ADD CONSTRAINT checkout_wishlist_account_id_key UNIQUE (account_id);
ALTER TABLE ONLY public.checkout_wishlist ADD CONSTRAINT checkout_wishlist_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.checkout_wishlist ADD CONSTRAINT checkout_wishlist_shared_token_key UNIQUE (shared_token);
ALTER TABLE ONLY public.checkout_wishlist ADD CONSTRAINT checkout_wishlist_token_key UNIQUE (token);
ALTER TABLE ONLY public.audience_field ADD CONSTRAINT contact_field_once UNIQUE (studio_id, key);
ALTER TABLE ONLY public.audience_contacttag ADD CONSTRAINT contact_tag_once UNIQUE (tag_id, contact_id);
ALTER TABLE ONLY public.checkout_coupon ADD CONSTRAINT coupon_code_once UNIQUE (studio_id, key);
ALTER TABLE ONLY public.checkout_couponuse ADD CONSTRAINT coupon_use_once UNIQUE (coupon_id, order_id);
ALTER TABLE ONLY public.money_dayreport ADD CONSTRAINT dayreport_once UNIQUE NULLS NOT DISTINCT (gateway, account_id, day, currency);
ALTER TABLE ONLY public.delivery_activation ADD CONSTRAINT delivery_activation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.delivery_download ADD CONSTRAINT delivery_download_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.delivery_downloadfile ADD CONSTRAINT delivery_downloadfile_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.delivery_fileversion ADD CONSTRAINT delivery_fileversion_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.delivery_formerkey ADD CONSTRAINT delivery_formerkey_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.delivery_gigterms ADD CONSTRAINT delivery_gigterms_offer_id_key UNIQUE (offer_id);
ALTER TABLE ONLY public.delivery_gigterms ADD CONSTRAINT delivery_gigterms_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.delivery_grant ADD CONSTRAINT delivery_grant_key_key UNIQUE (key);
ALTER TABLE ONLY public.delivery_grant ADD CONSTRAINT delivery_grant_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.delivery_licence ADD CONSTRAINT delivery_licence_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.delivery_licenceterms ADD CONSTRAINT delivery_licenceterms_offer_id_key UNIQUE (offer_id);
ALTER TABLE ONLY public.delivery_licenceterms ADD CONSTRAINT delivery_licenceterms_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.audience_delivery ADD CONSTRAINT delivery_once UNIQUE (message_id, contact_id, rotation);
ALTER TABLE ONLY public.delivery_package ADD CONSTRAINT delivery_package_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.delivery_package ADD CONSTRAINT delivery_package_tier_id_key UNIQUE (tier_id);
ALTER TABLE ONLY public.delivery_poolkey ADD CONSTRAINT delivery_poolkey_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.delivery_tierfile ADD CONSTRAINT delivery_tierfile_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.money_dispute ADD CONSTRAINT dispute_once UNIQUE (gateway, ref);
ALTER TABLE ONLY public.django_admin_log ADD CONSTRAINT django_admin_log_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.django_content_type ADD CONSTRAINT django_content_type_app_label_model_76bd3d3b_uniq UNIQUE (app_label, model);
ALTER TABLE ONLY public.django_content_type ADD CONSTRAINT django_content_type_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.django_migrations ADD CONSTRAINT django_migrations_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.django_session ADD CONSTRAINT django_session_pkey PRIMARY KEY (session_key);
ALTER TABLE ONLY public.audience_enrolment ADD CONSTRAINT enrolment_once UNIQUE (sequence_id, contact_id, rotation);
ALTER TABLE ONLY public.delivery_fileversion ADD CONSTRAINT file_version_once UNIQUE (file_id, number);
ALTER TABLE ONLY public.delivery_formerkey ADD CONSTRAINT former_key_once UNIQUE (offer_id, folded);
ALTER TABLE ONLY public.work_fundingpart ADD CONSTRAINT funding_part_once UNIQUE (funding_id, unit_id);
ALTER TABLE ONLY public.money_gatewayevent ADD CONSTRAINT gateway_event_once UNIQUE NULLS NOT DISTINCT (source, account_id, event_id);
ALTER TABLE ONLY public.work_item ADD CONSTRAINT item_once UNIQUE (campaign_id, "position");
ALTER TABLE ONLY public.kit_fact ADD CONSTRAINT kit_fact_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.kit_letter ADD CONSTRAINT kit_letter_key_key UNIQUE (key);
ALTER TABLE ONLY public.kit_letter ADD CONSTRAINT kit_letter_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.kit_picture ADD CONSTRAINT kit_picture_file_id_key UNIQUE (file_id);
ALTER TABLE ONLY public.kit_picture ADD CONSTRAINT kit_picture_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.kit_reaction ADD CONSTRAINT kit_reaction_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.kit_storedfile ADD CONSTRAINT kit_storedfile_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.kit_transition ADD CONSTRAINT kit_transition_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.kit_upload ADD CONSTRAINT kit_upload_file_id_key UNIQUE (file_id);
ALTER TABLE ONLY public.kit_upload ADD CONSTRAINT kit_upload_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.money_account ADD CONSTRAINT ledger_account_once UNIQUE NULLS NOT DISTINCT (purpose, currency, studio_id, detail);
ALTER TABLE ONLY public.checkout_leftline ADD CONSTRAINT left_line_once UNIQUE (reminder_id, tier_id);
ALTER TABLE ONLY public.delivery_licence ADD CONSTRAINT licence_copy_once UNIQUE (grant_id, number);
ALTER TABLE ONLY public.delivery_licence ADD CONSTRAINT licence_key_once UNIQUE (offer_id, folded);
ALTER TABLE ONLY public.checkout_lineshare ADD CONSTRAINT line_share_once UNIQUE (line_id, studio_id);
ALTER TABLE ONLY public.audience_link ADD CONSTRAINT link_once UNIQUE (message_id, language, number);
ALTER TABLE ONLY public.people_mailpreference ADD CONSTRAINT mail_preference_once UNIQUE (account_id, topic);
ALTER TABLE ONLY public.people_mark ADD CONSTRAINT mark_once UNIQUE (kind, hash, account_id);
ALTER TABLE ONLY public.people_member ADD CONSTRAINT member_once UNIQUE (studio_id, account_id);
ALTER TABLE ONLY public.mfa_authenticator ADD CONSTRAINT mfa_authenticator_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.money_account ADD CONSTRAINT money_account_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.money_bankrefund ADD CONSTRAINT money_bankrefund_key_key UNIQUE (key);
ALTER TABLE ONLY public.money_bankrefund ADD CONSTRAINT money_bankrefund_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.money_banktransfer ADD CONSTRAINT money_banktransfer_code_key UNIQUE (code);
ALTER TABLE ONLY public.money_banktransfer ADD CONSTRAINT money_banktransfer_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.money_banktransfer ADD CONSTRAINT money_banktransfer_ref_key UNIQUE (ref);
ALTER TABLE ONLY public.money_banktransfer ADD CONSTRAINT money_banktransfer_token_key UNIQUE (token);
ALTER TABLE ONLY public.money_clearing ADD CONSTRAINT money_clearing_key_key UNIQUE (key);
ALTER TABLE ONLY public.money_clearing ADD CONSTRAINT money_clearing_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.money_dayreport ADD CONSTRAINT money_dayreport_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.money_dispute ADD CONSTRAINT money_dispute_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.money_disputeexhibit ADD CONSTRAINT money_disputeexhibit_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.money_disputestatement ADD CONSTRAINT money_disputestatement_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.money_entry ADD CONSTRAINT money_entry_key_key UNIQUE (key);
ALTER TABLE ONLY public.money_entry ADD CONSTRAINT money_entry_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.money_gatewayaccount ADD CONSTRAINT money_gatewayaccount_notice_token_key UNIQUE (notice_token);
ALTER TABLE ONLY public.money_gatewayaccount ADD CONSTRAINT money_gatewayaccount_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.money_gatewayevent ADD CONSTRAINT money_gatewayevent_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.money_hold ADD CONSTRAINT money_hold_key_key UNIQUE (key);
ALTER TABLE ONLY public.money_hold ADD CONSTRAINT money_hold_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.money_leg ADD CONSTRAINT money_leg_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.money_payment ADD CONSTRAINT money_payment_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.money_payment ADD CONSTRAINT money_payment_token_key UNIQUE (token);
ALTER TABLE ONLY public.money_payout ADD CONSTRAINT money_payout_key_key UNIQUE (key);
ALTER TABLE ONLY public.money_payout ADD CONSTRAINT money_payout_number_key UNIQUE (number);
ALTER TABLE ONLY public.money_payout ADD CONSTRAINT money_payout_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.money_payoutbatch ADD CONSTRAINT money_payoutbatch_number_key UNIQUE (number);
ALTER TABLE ONLY public.money_payoutbatch ADD CONSTRAINT money_payoutbatch_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.money_payoutline ADD CONSTRAINT money_payoutline_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.money_payoutmethod ADD CONSTRAINT money_payoutmethod_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.money_payoutplan ADD CONSTRAINT money_payoutplan_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.money_policy ADD CONSTRAINT money_policy_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.money_refund ADD CONSTRAINT money_refund_key_key UNIQUE (key);
ALTER TABLE ONLY public.money_refund ADD CONSTRAINT money_refund_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.money_sandboxcharge ADD CONSTRAINT money_sandboxcharge_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.money_sandboxcharge ADD CONSTRAINT money_sandboxcharge_ref_key UNIQUE (ref);
ALTER TABLE ONLY public.money_sandboxcharge ADD CONSTRAINT money_sandboxcharge_token_key UNIQUE (token);
ALTER TABLE ONLY public.money_sandboxtransfer ADD CONSTRAINT money_sandboxtransfer_key_key UNIQUE (key);
ALTER TABLE ONLY public.money_sandboxtransfer ADD CONSTRAINT money_sandboxtransfer_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.money_sandboxtransfer ADD CONSTRAINT money_sandboxtransfer_ref_key UNIQUE (ref);
ALTER TABLE ONLY public.money_snapshot ADD CONSTRAINT money_snapshot_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.money_taxprofile ADD CONSTRAINT money_taxprofile_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.money_taxprofile ADD CONSTRAINT money_taxprofile_studio_id_key UNIQUE (studio_id);
ALTER TABLE ONLY public.money_taxrate ADD CONSTRAINT money_taxrate_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.catalog_offer ADD CONSTRAINT offer_slug_once UNIQUE (studio_id, slug);
ALTER TABLE ONLY public.catalog_oldslug ADD CONSTRAINT old_slug_once UNIQUE (studio_id, slug);
ALTER TABLE ONLY public.checkout_orderline ADD CONSTRAINT order_line_once UNIQUE (order_id, tier_id);
ALTER TABLE ONLY public.audience_pace ADD CONSTRAINT pace_once UNIQUE (way, span);
ALTER TABLE ONLY public.checkout_paper ADD CONSTRAINT paper_number_once UNIQUE (studio_id, kind, year, number);
ALTER TABLE ONLY public.checkout_paperseries ADD CONSTRAINT paper_series_once UNIQUE (studio_id, kind, year);
ALTER TABLE ONLY public.people_party ADD CONSTRAINT party_once UNIQUE (conversation_id, role);
ALTER TABLE ONLY public.money_payment ADD CONSTRAINT payment_gateway_ref_once UNIQUE (gateway, gateway_ref);
ALTER TABLE ONLY public.money_payoutline ADD CONSTRAINT payout_line_place UNIQUE (batch_id, place);
ALTER TABLE ONLY public.money_payoutplan ADD CONSTRAINT payout_plan_once UNIQUE (studio_id, currency);
ALTER TABLE ONLY public.people_account_groups ADD CONSTRAINT people_account_groups_account_id_group_id_1a20563d_uniq UNIQUE (account_id, group_id);
ALTER TABLE ONLY public.people_account_groups ADD CONSTRAINT people_account_groups_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.people_account ADD CONSTRAINT people_account_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.people_account_user_permissions ADD CONSTRAINT people_account_user_perm_account_id_permission_id_95cd75f4_uniq UNIQUE (account_id, permission_id);
ALTER TABLE ONLY public.people_account_user_permissions ADD CONSTRAINT people_account_user_permissions_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.people_conversation ADD CONSTRAINT people_conversation_key_key UNIQUE (key);
ALTER TABLE ONLY public.people_conversation ADD CONSTRAINT people_conversation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.people_invitation ADD CONSTRAINT people_invitation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.people_invitation ADD CONSTRAINT people_invitation_token_key UNIQUE (token);
ALTER TABLE ONLY public.people_mailpreference ADD CONSTRAINT people_mailpreference_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.people_mark ADD CONSTRAINT people_mark_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.people_member ADD CONSTRAINT people_member_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.people_message ADD CONSTRAINT people_message_key_key UNIQUE (key);
ALTER TABLE ONLY public.people_message ADD CONSTRAINT people_message_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.people_messagefile ADD CONSTRAINT people_messagefile_file_id_key UNIQUE (file_id);
ALTER TABLE ONLY public.people_messagefile ADD CONSTRAINT people_messagefile_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.people_notice ADD CONSTRAINT people_notice_key_key UNIQUE (key);
ALTER TABLE ONLY public.people_notice ADD CONSTRAINT people_notice_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.people_party ADD CONSTRAINT people_party_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.people_report ADD CONSTRAINT people_report_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.people_retiredhandle ADD CONSTRAINT people_retiredhandle_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.people_studio ADD CONSTRAINT people_studio_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.people_tie ADD CONSTRAINT people_tie_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.money_policy ADD CONSTRAINT policy_once UNIQUE NULLS NOT DISTINCT (name, studio_id, since);
ALTER TABLE ONLY public.delivery_poolkey ADD CONSTRAINT pool_key_once UNIQUE (offer_id, folded);
ALTER TABLE ONLY public.catalog_price ADD CONSTRAINT price_once UNIQUE (tier_id, currency);
ALTER TABLE ONLY public.procrastinate_events ADD CONSTRAINT procrastinate_events_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.procrastinate_jobs ADD CONSTRAINT procrastinate_jobs_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.procrastinate_periodic_defers ADD CONSTRAINT procrastinate_periodic_defers_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.procrastinate_periodic_defers ADD CONSTRAINT procrastinate_periodic_defers_unique UNIQUE (task_name, periodic_id, defer_timestamp);
ALTER TABLE ONLY public.procrastinate_workers ADD CONSTRAINT procrastinate_workers_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.work_proposal ADD CONSTRAINT proposal_once UNIQUE (job_id, studio_id);
ALTER TABLE ONLY public.work_proposalversion ADD CONSTRAINT proposal_version_once UNIQUE (proposal_id, number);
ALTER TABLE ONLY public.kit_reaction ADD CONSTRAINT reaction_once UNIQUE (fact_id, effect);
ALTER TABLE ONLY public.checkout_refundline ADD CONSTRAINT refund_line_once UNIQUE (refund_id, line_id);
ALTER TABLE ONLY public.audience_returned ADD CONSTRAINT returned_once UNIQUE (source, event_id);
ALTER TABLE ONLY public.trust_review ADD CONSTRAINT review_once UNIQUE (exchange_id, side);
ALTER TABLE ONLY public.trust_reviewreport ADD CONSTRAINT review_reported_once UNIQUE (review_id, account_id);
ALTER TABLE ONLY public.work_savedsearch ADD CONSTRAINT saved_search_once UNIQUE (account_id, name);
ALTER TABLE ONLY public.audience_sequenceversion ADD CONSTRAINT sequence_version_once UNIQUE (sequence_id, number);
ALTER TABLE ONLY public.audience_showing ADD CONSTRAINT showing_once UNIQUE (form_id, day, page, source);
ALTER TABLE ONLY public.audience_slot ADD CONSTRAINT slot_once UNIQUE (way, domain);
ALTER TABLE ONLY public.audience_slowdown ADD CONSTRAINT slowdown_once UNIQUE (way, domain);
ALTER TABLE ONLY public.money_snapshot ADD CONSTRAINT snapshot_once UNIQUE (account_id, leg_ref);
ALTER TABLE ONLY public.money_disputestatement ADD CONSTRAINT statement_once UNIQUE (dispute_id, studio_id);
ALTER TABLE ONLY public.audience_step ADD CONSTRAINT step_once UNIQUE (enrolment_id, node, visit);
ALTER TABLE ONLY public.work_submission ADD CONSTRAINT submission_once UNIQUE (unit_id, number);
ALTER TABLE ONLY public.catalog_suggestion ADD CONSTRAINT suggestion_once UNIQUE (offer_id, kind, tier_id);
ALTER TABLE ONLY public.audience_suppression ADD CONSTRAINT suppression_once UNIQUE NULLS NOT DISTINCT (email_key, studio_id);
ALTER TABLE ONLY public.money_taxrate ADD CONSTRAINT tax_rate_once UNIQUE (country, region, kind, since);
ALTER TABLE ONLY public.people_tie ADD CONSTRAINT tie_once UNIQUE (one_id, other_id, reason);
ALTER TABLE ONLY public.delivery_tierfile ADD CONSTRAINT tier_file_once UNIQUE (tier_id, file_id);
ALTER TABLE ONLY public.work_timeentry ADD CONSTRAINT timeentry_once EXCLUDE USING gist (int8range(author_id, author_id, '[]'::text) WITH &&, tstzrange(begins_at, ends_at) WITH &&);
ALTER TABLE ONLY public.checkout_together ADD CONSTRAINT together_once UNIQUE (offer_id, other_id);
ALTER TABLE ONLY public.checkout_together ADD CONSTRAINT together_order UNIQUE (offer_id, "position");
ALTER TABLE ONLY public.kit_transition ADD CONSTRAINT transition_once UNIQUE (lifecycle, thing_ref, version);
ALTER TABLE ONLY public.audience_trigger ADD CONSTRAINT trigger_once UNIQUE (sequence_id, role, kind, ref);
ALTER TABLE ONLY public.trust_case ADD CONSTRAINT trust_case_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.trust_exchange ADD CONSTRAINT trust_exchange_engagement_id_key UNIQUE (engagement_id);
ALTER TABLE ONLY public.trust_exchange ADD CONSTRAINT trust_exchange_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.trust_proposal ADD CONSTRAINT trust_proposal_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.trust_reputation ADD CONSTRAINT trust_reputation_buyer_id_key UNIQUE (buyer_id);
ALTER TABLE ONLY public.trust_reputation ADD CONSTRAINT trust_reputation_offer_id_key UNIQUE (offer_id);
ALTER TABLE ONLY public.trust_reputation ADD CONSTRAINT trust_reputation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.trust_reputation ADD CONSTRAINT trust_reputation_studio_id_key UNIQUE (studio_id);
ALTER TABLE ONLY public.trust_review ADD CONSTRAINT trust_review_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.trust_reviewreport ADD CONSTRAINT trust_reviewreport_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.trust_statement ADD CONSTRAINT trust_statement_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.trust_statementfile ADD CONSTRAINT trust_statementfile_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.checkout_upsell ADD CONSTRAINT upsell_answered_once UNIQUE (order_id, step);
ALTER TABLE ONLY public.usersessions_usersession ADD CONSTRAINT usersessions_usersession_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.usersessions_usersession ADD CONSTRAINT usersessions_usersession_session_key_key UNIQUE (session_key);
ALTER TABLE ONLY public.api_webhookmessage ADD CONSTRAINT webhook_fact_once UNIQUE (endpoint_id, fact_ref);
ALTER TABLE ONLY public.checkout_wishletter ADD CONSTRAINT wish_letter_once UNIQUE (account_id, offer_id, reason);
ALTER TABLE ONLY public.checkout_wish ADD CONSTRAINT wish_once UNIQUE (wishlist_id, offer_id);
ALTER TABLE ONLY public.work_campaign ADD CONSTRAINT work_campaign_engagement_id_key UNIQUE (engagement_id);
ALTER TABLE ONLY public.work_campaign ADD CONSTRAINT work_campaign_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.work_change ADD CONSTRAINT work_change_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.work_decision ADD CONSTRAINT work_decision_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.work_engagement ADD CONSTRAINT work_engagement_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.work_engagement ADD CONSTRAINT work_engagement_subject_key UNIQUE (subject);
ALTER TABLE ONLY public.work_funding ADD CONSTRAINT work_funding_intent_key UNIQUE (intent);
ALTER TABLE ONLY public.work_funding ADD CONSTRAINT work_funding_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.work_funding ADD CONSTRAINT work_funding_token_key UNIQUE (token);
ALTER TABLE ONLY public.work_fundingpart ADD CONSTRAINT work_fundingpart_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.work_item ADD CONSTRAINT work_item_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.work_job ADD CONSTRAINT work_job_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.work_job_skill ADD CONSTRAINT work_job_skill_job_id_skill_id_87628f36_uniq UNIQUE (job_id, skill_id);
ALTER TABLE ONLY public.work_job_skill ADD CONSTRAINT work_job_skill_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.work_job ADD CONSTRAINT work_job_slug_key UNIQUE (slug);
ALTER TABLE ONLY public.work_jobfile ADD CONSTRAINT work_jobfile_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.work_proposal ADD CONSTRAINT work_proposal_engagement_id_key UNIQUE (engagement_id);
ALTER TABLE ONLY public.work_proposal ADD CONSTRAINT work_proposal_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.work_proposalversion ADD CONSTRAINT work_proposalversion_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.work_savedsearch ADD CONSTRAINT work_savedsearch_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.work_skill ADD CONSTRAINT work_skill_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.work_skill ADD CONSTRAINT work_skill_slug_key UNIQUE (slug);
ALTER TABLE ONLY public.work_slot ADD CONSTRAINT work_slot_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.work_slot ADD CONSTRAINT work_slot_unit_id_key UNIQUE (unit_id);
ALTER TABLE ONLY public.work_standing ADD CONSTRAINT work_standing_account_id_key UNIQUE (account_id);
ALTER TABLE ONLY public.work_standing ADD CONSTRAINT work_standing_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.work_submission ADD CONSTRAINT work_submission_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.work_submittedfile ADD CONSTRAINT work_submittedfile_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.work_timeentry ADD CONSTRAINT work_timeentry_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.work_trace ADD CONSTRAINT work_trace_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.work_unit ADD CONSTRAINT work_unit_hold_id_key UNIQUE (hold_id);
ALTER TABLE ONLY public.work_unit ADD CONSTRAINT work_unit_pkey PRIMARY KEY (id);
CREATE UNIQUE INDEX account_email_once ON public.people_account USING btree (lower((email)::text));
CREATE INDEX account_emailaddress_email_03be32b2 ON public.account_emailaddress USING btree (email);
CREATE INDEX account_emailaddress_email_03be32b2_like ON public.account_emailaddress USING btree (email varchar_pattern_ops);
CREATE INDEX account_emailaddress_user_id_2c513194 ON public.account_emailaddress USING btree (user_id);
CREATE INDEX account_emailconfirmation_email_address_id_5b7f8c58 ON public.account_emailconfirmation USING btree (email_address_id);
CREATE INDEX account_emailconfirmation_key_f43612bd_like ON public.account_emailconfirmation USING btree (key varchar_pattern_ops);
CREATE UNIQUE INDEX activation_once ON public.delivery_activation USING btree (licence_id, instance) WHERE (ended_at IS NULL);
CREATE INDEX api_key_account ON public.api_key USING btree (account_id, id DESC);
CREATE INDEX api_key_account_id_f3e9b879 ON public.api_key USING btree (account_id);
CREATE INDEX api_key_prefix_e68681e6_like ON public.api_key USING btree (prefix varchar_pattern_ops);
CREATE INDEX api_key_studio_id_3938ab70 ON public.api_key USING btree (studio_id);
CREATE INDEX api_request_key_00c32fbe_like ON public.api_request USING btree (key varchar_pattern_ops);
CREATE INDEX api_request_order_id_f195a2ab ON public.api_request USING btree (order_id);
CREATE INDEX api_webhookattempt_message_id_e7f33a1e ON public.api_webhookattempt USING btree (message_id);
CREATE INDEX api_webhookendpoint_account_id_a0c8b961 ON public.api_webhookendpoint USING btree (account_id);
CREATE INDEX api_webhookendpoint_studio_id_99dd8703 ON public.api_webhookendpoint USING btree (studio_id);
CREATE INDEX api_webhookmessage_msg_id_d9b45843_like ON public.api_webhookmessage USING btree (msg_id varchar_pattern_ops);
CREATE INDEX audience_broadcast_excluded_id_c4c4166f ON public.audience_broadcast USING btree (excluded_id);
CREATE INDEX audience_broadcast_segment_id_e9916142 ON public.audience_broadcast USING btree (segment_id);
CREATE INDEX audience_broadcast_studio_id_165e7282 ON public.audience_broadcast USING btree (studio_id);
CREATE INDEX audience_consent_contact_id_12d7c009 ON public.audience_consent USING btree (contact_id);
CREATE INDEX audience_contact_studio_id_82d35768 ON public.audience_contact USING btree (studio_id);
CREATE INDEX audience_enrolment_version_id_fca63d8f ON public.audience_enrolment USING btree (version_id);
CREATE INDEX audience_event_key_1a571a30_like ON public.audience_event USING btree (key varchar_pattern_ops);
CREATE INDEX audience_field_studio_id_4937e4c2 ON public.audience_field USING btree (studio_id);
CREATE INDEX audience_form_magnet_id_193cdf6b ON public.audience_form USING btree (magnet_id);
CREATE INDEX audience_form_studio_id_79caecbe ON public.audience_form USING btree (studio_id);
CREATE INDEX audience_form_token_8be2460f_like ON public.audience_form USING btree (token varchar_pattern_ops);
CREATE INDEX audience_import_errors_id_fe31dc2e ON public.audience_import USING btree (errors_id);
CREATE INDEX audience_import_file_id_33997b00 ON public.audience_import USING btree (file_id);
CREATE INDEX audience_import_made_by_id_3a2754f6 ON public.audience_import USING btree (made_by_id);
CREATE INDEX audience_import_studio_id_c2a239ed ON public.audience_import USING btree (studio_id);
CREATE INDEX audience_intake_made_by_id_086a25b9 ON public.audience_intake USING btree (made_by_id);
CREATE INDEX audience_intake_segment_id_f851cf4b ON public.audience_intake USING btree (segment_id);
CREATE INDEX audience_lane_studio_id_911e6885 ON public.audience_lane USING btree (studio_id);
CREATE INDEX audience_link_message_id_89018c93 ON public.audience_link USING btree (message_id);
CREATE INDEX audience_message_studio_id_076b4f76 ON public.audience_message USING btree (studio_id);
CREATE INDEX audience_provider_hook_token_775c7a07_like ON public.audience_provider USING btree (hook_token varchar_pattern_ops);
CREATE INDEX audience_returned_delivery_id_a6dacb8b ON public.audience_returned USING btree (delivery_id);
CREATE INDEX audience_segment_studio_id_ad743a4f ON public.audience_segment USING btree (studio_id);
CREATE INDEX audience_sequence_current_id_842b8a06 ON public.audience_sequence USING btree (current_id);
CREATE INDEX audience_sequence_studio_id_9a4687ef ON public.audience_sequence USING btree (studio_id);
CREATE INDEX audience_sequenceversion_sequence_id_72561ff6 ON public.audience_sequenceversion USING btree (sequence_id);
CREATE INDEX audience_showing_studio_id_12d1b88f ON public.audience_showing USING btree (studio_id);
CREATE INDEX audience_step_delivery_id_7c133e99 ON public.audience_step USING btree (delivery_id);
CREATE INDEX audience_submission_contact_id_27df6dd2 ON public.audience_submission USING btree (contact_id);
CREATE INDEX audience_submission_form_id_7404877d ON public.audience_submission USING btree (form_id);
CREATE INDEX audience_submission_token_2853b25a_like ON public.audience_submission USING btree (token varchar_pattern_ops);
CREATE INDEX audience_suppression_studio_id_b5498374 ON public.audience_suppression USING btree (studio_id);
CREATE INDEX audience_tag_studio_id_fbd3f979 ON public.audience_tag USING btree (studio_id);
CREATE INDEX audience_tagging_made_by_id_ee3014e6 ON public.audience_tagging USING btree (made_by_id);
CREATE INDEX audience_tagging_studio_id_99a40ed6 ON public.audience_tagging USING btree (studio_id);
CREATE INDEX audience_tagging_tag_id_534b0647 ON public.audience_tagging USING btree (tag_id);
CREATE INDEX audience_touch_delivery_id_f5c51e28 ON public.audience_touch USING btree (delivery_id);
CREATE INDEX audience_trigger_sequence_id_582ddd70 ON public.audience_trigger USING btree (sequence_id);
CREATE INDEX audience_turn_way_fa56a347_like ON public.audience_turn USING btree (way varchar_pattern_ops);
CREATE INDEX auth_group_name_a6ea08ec_like ON public.auth_group USING btree (name varchar_pattern_ops);
CREATE INDEX auth_group_permissions_group_id_b120cbf9 ON public.auth_group_permissions USING btree (group_id);
CREATE INDEX auth_group_permissions_permission_id_84c5c92e ON public.auth_group_permissions USING btree (permission_id);
CREATE INDEX auth_permission_content_type_id_2f476e4b ON public.auth_permission USING btree (content_type_id);
CREATE INDEX automation_of_studio ON public.audience_automationrule USING btree (studio_id, kind, ref);
CREATE INDEX broadcast_due ON public.audience_broadcast USING btree (status, send_at);
CREATE INDEX broadcast_of_studio ON public.audience_broadcast USING btree (studio_id, id DESC);
CREATE INDEX campaign_of_account ON public.work_campaign USING btree (account_id, id DESC);
CREATE INDEX campaign_running ON public.work_campaign USING btree (hourly_pay DESC, id) WHERE ((free > 0) AND ((status)::text = 'running'::text));
CREATE INDEX campaign_to_count ON public.work_campaign USING btree (counted_at) WHERE (NOT (begun_at IS NULL));
CREATE INDEX cart_personal ON public.checkout_cart USING btree (changed_at) WHERE ((NOT ((tax_id)::text = ''::text)) OR (NOT ((country)::text = ''::text)));
CREATE INDEX cart_reminder ON public.checkout_cart USING btree (reminder_id) WHERE (reminder_id IS NOT NULL);
CREATE UNIQUE INDEX case_one_open ON public.trust_case USING btree (unit_id) WHERE ((status)::text = ANY (ARRAY[('answer'::character varying)::text, ('talk'::character varying)::text, ('judge'::character varying)::text, ('ruled'::character varying)::text, ('appealed'::character varying)::text]));
CREATE INDEX case_waiting ON public.trust_case USING btree (status, status_at);
CREATE INDEX catalog_bundlepart_bundle_id_6eaadf58 ON public.catalog_bundlepart USING btree (bundle_id);
CREATE INDEX catalog_bundlepart_tier_id_07e4621c ON public.catalog_bundlepart USING btree (tier_id);
CREATE INDEX catalog_category_parent_id_f61bd017 ON public.catalog_category USING btree (parent_id);
CREATE INDEX catalog_category_slug_dbf63ad0_like ON public.catalog_category USING btree (slug varchar_pattern_ops);
CREATE INDEX catalog_collaborator_invited_by_id_7047675f ON public.catalog_collaborator USING btree (invited_by_id);
CREATE INDEX catalog_collaborator_offer_id_01cc2ecb ON public.catalog_collaborator USING btree (offer_id);
CREATE INDEX catalog_collaborator_replaces_id_4c7df1a2 ON public.catalog_collaborator USING btree (replaces_id);
CREATE INDEX catalog_collaborator_studio_id_631e8c0d ON public.catalog_collaborator USING btree (studio_id);
CREATE INDEX catalog_collaborator_token_30cfcec3_like ON public.catalog_collaborator USING btree (token varchar_pattern_ops);
CREATE INDEX catalog_offer_category_id_8e77107e ON public.catalog_offer USING btree (category_id);
CREATE INDEX catalog_offer_cover_id_2c9844ab ON public.catalog_offer USING btree (cover_id);
CREATE INDEX catalog_offer_studio_id_273855db ON public.catalog_offer USING btree (studio_id);
CREATE INDEX catalog_offerpicture_offer_id_8f359d55 ON public.catalog_offerpicture USING btree (offer_id);
CREATE INDEX catalog_offerpicture_picture_id_fc8f87ba ON public.catalog_offerpicture USING btree (picture_id);
CREATE INDEX catalog_oldslug_offer_id_2e6879c5 ON public.catalog_oldslug USING btree (offer_id);
CREATE INDEX catalog_oldslug_studio_id_de2b1592 ON public.catalog_oldslug USING btree (studio_id);
CREATE INDEX catalog_price_tier_id_f5ac4fbe ON public.catalog_price USING btree (tier_id);
CREATE INDEX catalog_suggestion_offer_id_f3ec6743 ON public.catalog_suggestion USING btree (offer_id);
CREATE INDEX catalog_suggestion_studio_id_0488fcd1 ON public.catalog_suggestion USING btree (studio_id);
CREATE INDEX catalog_suggestion_tier_id_ac67261a ON public.catalog_suggestion USING btree (tier_id);
CREATE INDEX catalog_tier_offer_id_3d7b645f ON public.catalog_tier USING btree (offer_id);
CREATE UNIQUE INDEX change_one_open ON public.work_change USING btree (unit_id) WHERE ((status)::text = 'open'::text);
CREATE INDEX checkout_cart_account_id_bef66c17 ON public.checkout_cart USING btree (account_id);
CREATE INDEX checkout_cart_after_id_04645a20 ON public.checkout_cart USING btree (after_id);
CREATE INDEX checkout_cart_token_9ff1e0a2_like ON public.checkout_cart USING btree (token varchar_pattern_ops);
CREATE INDEX checkout_cartline_cart_id_918108c9 ON public.checkout_cartline USING btree (cart_id);
CREATE INDEX checkout_cartline_offer_id_34469503 ON public.checkout_cartline USING btree (offer_id);
CREATE INDEX checkout_cartline_suggestion_id_d3ac612b ON public.checkout_cartline USING btree (suggestion_id);
CREATE INDEX checkout_cartline_tier_id_cef1bc64 ON public.checkout_cartline USING btree (tier_id);
CREATE INDEX checkout_cartreminder_order_id_22fb83ff ON public.checkout_cartreminder USING btree (order_id);
CREATE INDEX checkout_coupon_studio_id_8db2d0e5 ON public.checkout_coupon USING btree (studio_id);
CREATE INDEX checkout_couponuse_account_id_f626f4f4 ON public.checkout_couponuse USING btree (account_id);
CREATE INDEX checkout_couponuse_coupon_id_62261469 ON public.checkout_couponuse USING btree (coupon_id);
CREATE INDEX checkout_couponuse_order_id_1c4bdeed ON public.checkout_couponuse USING btree (order_id);
CREATE INDEX checkout_gift_token_064e4bd4_like ON public.checkout_gift USING btree (token varchar_pattern_ops);
CREATE INDEX checkout_leftline_offer_id_e3d7c73f ON public.checkout_leftline USING btree (offer_id);
CREATE INDEX checkout_leftline_reminder_id_ed31a7c5 ON public.checkout_leftline USING btree (reminder_id);
CREATE INDEX checkout_leftline_studio_id_b10dfc78 ON public.checkout_leftline USING btree (studio_id);
CREATE INDEX checkout_leftline_tier_id_89684727 ON public.checkout_leftline USING btree (tier_id);
CREATE INDEX checkout_lineshare_line_id_784271fb ON public.checkout_lineshare USING btree (line_id);
CREATE INDEX checkout_lineshare_studio_id_d7dead83 ON public.checkout_lineshare USING btree (studio_id);
CREATE INDEX checkout_order_account_id_ec4aa4bc ON public.checkout_order USING btree (account_id);
CREATE INDEX checkout_order_cart_id_b1adc14d ON public.checkout_order USING btree (cart_id);
CREATE INDEX checkout_order_intent_47359f9f_like ON public.checkout_order USING btree (intent varchar_pattern_ops);
CREATE INDEX checkout_order_number_cb2e1445_like ON public.checkout_order USING btree (number varchar_pattern_ops);
CREATE INDEX checkout_order_payment_id_192b1c10 ON public.checkout_order USING btree (payment_id);
CREATE INDEX checkout_order_token_8a57996e_like ON public.checkout_order USING btree (token varchar_pattern_ops);
CREATE INDEX checkout_orderline_offer_id_8f9f41c0 ON public.checkout_orderline USING btree (offer_id);
CREATE INDEX checkout_orderline_order_id_e794e82c ON public.checkout_orderline USING btree (order_id);
CREATE INDEX checkout_orderline_studio_id_4d58970f ON public.checkout_orderline USING btree (studio_id);
CREATE INDEX checkout_orderline_tier_id_d0969fca ON public.checkout_orderline USING btree (tier_id);
CREATE INDEX checkout_paper_order_id_9e25bb98 ON public.checkout_paper USING btree (order_id);
CREATE INDEX checkout_paper_refund_id_3341f367 ON public.checkout_paper USING btree (refund_id);
CREATE INDEX checkout_paper_studio_id_f94cece7 ON public.checkout_paper USING btree (studio_id);
CREATE INDEX checkout_paperseries_studio_id_fc1bed1c ON public.checkout_paperseries USING btree (studio_id);
CREATE INDEX checkout_refund_key_70a4a77a_like ON public.checkout_refund USING btree (key varchar_pattern_ops);
CREATE INDEX checkout_refund_order_id_03588fe6 ON public.checkout_refund USING btree (order_id);
CREATE INDEX checkout_refundline_line_id_f9796fb7 ON public.checkout_refundline USING btree (line_id);
CREATE INDEX checkout_refundline_refund_id_be8070c2 ON public.checkout_refundline USING btree (refund_id);
CREATE INDEX checkout_refundrequest_line_id_00c280e7 ON public.checkout_refundrequest USING btree (line_id);
CREATE INDEX checkout_refundrequest_order_id_17571224 ON public.checkout_refundrequest USING btree (order_id);
CREATE INDEX checkout_refundrequest_refund_id_0399e1ca ON public.checkout_refundrequest USING btree (refund_id);
CREATE INDEX checkout_refundterms_studio_id_b0c77448 ON public.checkout_refundterms USING btree (studio_id);
CREATE INDEX checkout_reminderstop_key_882f35e3_like ON public.checkout_reminderstop USING btree (key varchar_pattern_ops);
CREATE INDEX checkout_together_other_id_cb302cbe ON public.checkout_together USING btree (other_id);
CREATE INDEX checkout_upsell_order_id_fd08e027 ON public.checkout_upsell USING btree (order_id);
CREATE INDEX checkout_upsell_suggestion_id_260655fe ON public.checkout_upsell USING btree (suggestion_id);
CREATE INDEX checkout_wish_offer_id_ab9be26a ON public.checkout_wish USING btree (offer_id);
CREATE INDEX checkout_wishletter_offer_id_30f0ff18 ON public.checkout_wishletter USING btree (offer_id);
CREATE INDEX checkout_wishlist_shared_token_c91a6af6_like ON public.checkout_wishlist USING btree (shared_token varchar_pattern_ops);
CREATE INDEX checkout_wishlist_token_821b96e6_like ON public.checkout_wishlist USING btree (token varchar_pattern_ops);
CREATE INDEX clearing_due ON public.money_clearing USING btree (due_at, id) WHERE (cleared_at IS NULL);
CREATE INDEX clearing_subject ON public.money_clearing USING btree (subject, studio_id);
CREATE UNIQUE INDEX collaborator_invited_once ON public.catalog_collaborator USING btree (offer_id, email) WHERE ((status)::text = 'invited'::text);
CREATE INDEX collaborator_of_studio ON public.catalog_collaborator USING btree (studio_id, id DESC);
CREATE UNIQUE INDEX collaborator_once ON public.catalog_collaborator USING btree (offer_id, studio_id) WHERE ((status)::text = 'accepted'::text);
CREATE INDEX consent_of_address ON public.audience_consent USING btree (studio_id, email_key, id);
CREATE INDEX contact_by_key ON public.audience_contact USING btree (email_key);
CREATE INDEX contact_by_state ON public.audience_contact USING btree (studio_id, status, id);
CREATE INDEX contact_fields ON public.audience_contact USING gin (fields jsonb_path_ops);
CREATE INDEX contact_found_by ON public.audience_contact USING gin (found_by);
CREATE INDEX contact_of_studio ON public.audience_contact USING btree (studio_id, id DESC);
CREATE UNIQUE INDEX contact_once ON public.audience_contact USING btree (studio_id, email) WHERE (NOT ((email)::text = ''::text));
CREATE INDEX contact_visitor ON public.audience_contact USING btree (visitor) WHERE (visitor IS NOT NULL);
CREATE INDEX conversation_studio ON public.people_conversation USING btree (studio_id, last_at DESC);
CREATE INDEX coupon_of_studio ON public.checkout_coupon USING btree (studio_id, id DESC);
CREATE INDEX coupon_use_latest ON public.checkout_couponuse USING btree (coupon_id, id DESC);
CREATE INDEX coupon_use_of_buyer ON public.checkout_couponuse USING btree (coupon_id, email);
CREATE INDEX decision_of_unit ON public.work_decision USING btree (unit_id, id);
CREATE INDEX delivery_activation_licence_id_9e2b791a ON public.delivery_activation USING btree (licence_id);
CREATE INDEX delivery_counts ON public.audience_delivery USING btree (message_id, state);
CREATE INDEX delivery_download_grant_id_e83ba54c ON public.delivery_download USING btree (grant_id);
CREATE INDEX delivery_download_version_id_a0f217b6 ON public.delivery_download USING btree (version_id);
CREATE INDEX delivery_downloadfile_offer_id_5335c3a3 ON public.delivery_downloadfile USING btree (offer_id);
CREATE INDEX delivery_fileversion_file_id_c43d5aa5 ON public.delivery_fileversion USING btree (file_id);
CREATE INDEX delivery_fileversion_stored_id_5915b3e6 ON public.delivery_fileversion USING btree (stored_id);
CREATE INDEX delivery_formerkey_licence_id_7f73a282 ON public.delivery_formerkey USING btree (licence_id);
CREATE INDEX delivery_grant_account_id_403e00b2 ON public.delivery_grant USING btree (account_id);
CREATE INDEX delivery_grant_key_5921e952_like ON public.delivery_grant USING btree (key varchar_pattern_ops);
CREATE INDEX delivery_grant_line_id_e0f413e6 ON public.delivery_grant USING btree (line_id);
CREATE INDEX delivery_grant_offer_id_6c77ed97 ON public.delivery_grant USING btree (offer_id);
CREATE INDEX delivery_grant_order_id_3cd5b9e0 ON public.delivery_grant USING btree (order_id);
CREATE INDEX delivery_grant_studio_id_73e8052d ON public.delivery_grant USING btree (studio_id);
CREATE INDEX delivery_grant_tier_id_b4f7bb06 ON public.delivery_grant USING btree (tier_id);
CREATE INDEX delivery_licence_studio_id_701011ec ON public.delivery_licence USING btree (studio_id);
CREATE INDEX delivery_licence_tier_id_47885bc4 ON public.delivery_licence USING btree (tier_id);
CREATE INDEX delivery_of_contact ON public.audience_delivery USING btree (contact_id, sent_at DESC);
CREATE INDEX delivery_open ON public.audience_delivery USING btree (message_id, due_at, id) WHERE ((state)::text = ANY (ARRAY[('queued'::character varying)::text, ('deferred'::character varying)::text]));
CREATE INDEX delivery_poolkey_licence_id_b98223d6 ON public.delivery_poolkey USING btree (licence_id);
CREATE INDEX delivery_tierfile_file_id_afa97b7d ON public.delivery_tierfile USING btree (file_id);
CREATE INDEX delivery_tierfile_tier_id_17dbd6d8 ON public.delivery_tierfile USING btree (tier_id);
CREATE INDEX delivery_waiting ON public.audience_delivery USING btree (source) WHERE ((state)::text = ANY (ARRAY[('queued'::character varying)::text, ('deferred'::character varying)::text]));
CREATE INDEX dispute_open ON public.money_dispute USING btree (answer_by) WHERE ((status)::text = ANY (ARRAY[('early_warning'::character varying)::text, ('needs_response'::character varying)::text, ('under_review'::character varying)::text]));
CREATE INDEX django_admin_log_content_type_id_c4bce8eb ON public.django_admin_log USING btree (content_type_id);
CREATE INDEX django_admin_log_user_id_c564eba6 ON public.django_admin_log USING btree (user_id);
CREATE INDEX django_session_expire_date_a5c62663 ON public.django_session USING btree (expire_date);
CREATE INDEX django_session_session_key_c0390e0f_like ON public.django_session USING btree (session_key varchar_pattern_ops);
CREATE INDEX download_grant ON public.delivery_download USING btree (grant_id, version_id, at DESC);
CREATE INDEX engagement_of_buyer ON public.work_engagement USING btree (buyer_id, id DESC);
CREATE INDEX engagement_of_worker ON public.work_engagement USING btree (worker_id, id DESC);
CREATE UNIQUE INDEX enrolment_active_once ON public.audience_enrolment USING btree (sequence_id, contact_id) WHERE ((state)::text = ANY (ARRAY[('active'::character varying)::text, ('held'::character varying)::text]));
CREATE INDEX enrolment_counts ON public.audience_enrolment USING btree (sequence_id, state, node);
CREATE INDEX enrolment_due ON public.audience_enrolment USING btree (next_run_at, id) WHERE ((NOT resting) AND ((state)::text = 'active'::text));
CREATE INDEX enrolment_of_contact ON public.audience_enrolment USING btree (contact_id, id DESC);
CREATE INDEX entry_subject ON public.money_entry USING btree (subject, id);
CREATE INDEX event_by_kind ON public.audience_event USING btree (studio_id, kind, subject, contact_id, at);
CREATE INDEX event_of_contact ON public.audience_event USING btree (contact_id, at DESC, id DESC);
CREATE INDEX event_of_tag ON public.audience_event USING btree (studio_id, subject, id DESC) WHERE ((kind)::text = ANY (ARRAY[('tagged'::character varying)::text, ('untagged'::character varying)::text]));
CREATE INDEX fact_chain ON public.kit_fact USING btree (chain) WHERE (chain IS NOT NULL);
CREATE INDEX fact_studio ON public.kit_fact USING btree (studio_ref, id DESC) WHERE (studio_ref IS NOT NULL);
CREATE INDEX fact_subject ON public.kit_fact USING btree (subject, id);
CREATE INDEX form_of_studio ON public.audience_form USING btree (studio_id, id DESC);
CREATE UNIQUE INDEX form_on_page_once ON public.audience_form USING btree (studio_id) WHERE on_page;
CREATE UNIQUE INDEX gateway_account_once ON public.money_gatewayaccount USING btree (gateway, studio_id) NULLS NOT DISTINCT WHERE (retired_at IS NULL);
CREATE INDEX gift_email ON public.checkout_gift USING btree (email, id DESC);
CREATE INDEX gift_waiting ON public.checkout_gift USING btree (due_at) WHERE ((status)::text = 'waiting'::text);
CREATE INDEX grant_account ON public.delivery_grant USING btree (account_id, id DESC);
CREATE INDEX grant_email ON public.delivery_grant USING btree (email, id DESC);
CREATE INDEX grant_offer ON public.delivery_grant USING btree (offer_id, id) WHERE ((status)::text = 'active'::text);
CREATE INDEX hold_subject ON public.money_hold USING btree (subject);
CREATE INDEX idx_procrastinate_jobs_worker_not_null ON public.procrastinate_jobs USING btree (worker_id) WHERE ((worker_id IS NOT NULL) AND (status = 'doing'::public.procrastinate_job_status));
CREATE INDEX idx_procrastinate_workers_last_heartbeat ON public.procrastinate_workers USING btree (last_heartbeat);
CREATE INDEX import_of_studio ON public.audience_import USING btree (studio_id, id DESC);
CREATE INDEX intake_of_sequence ON public.audience_intake USING btree (sequence_id, id DESC);
CREATE UNIQUE INDEX intake_one_at_a_time ON public.audience_intake USING btree (sequence_id) WHERE ((status)::text = 'running'::text);
CREATE UNIQUE INDEX invitation_open_once ON public.people_invitation USING btree (studio_id, lower((email)::text)) WHERE (accepted_at IS NULL);
CREATE INDEX job_of_account ON public.work_job USING btree (account_id, id DESC);
CREATE INDEX job_open ON public.work_job USING btree (posted_at DESC, id DESC) WHERE ((status)::text = 'open'::text);
CREATE INDEX job_search ON public.work_job USING gin (search) WHERE ((status)::text = 'open'::text);
CREATE INDEX kit_jobs_later ON public.procrastinate_jobs USING btree (scheduled_at, id) WHERE ((status = 'todo'::public.procrastinate_job_status) AND (scheduled_at IS NOT NULL));
CREATE INDEX kit_jobs_now ON public.procrastinate_jobs USING btree (id) WHERE ((status = 'todo'::public.procrastinate_job_status) AND (scheduled_at IS NULL));
CREATE INDEX kit_letter_key_fdae8635_like ON public.kit_letter USING btree (key varchar_pattern_ops);
CREATE INDEX kit_reaction_fact_id_362479c6 ON public.kit_reaction USING btree (fact_id);
CREATE INDEX lane_of_source ON public.audience_lane USING btree (source) WHERE (NOT ((source)::text = ''::text));
CREATE INDEX left_of_studio ON public.checkout_leftline USING btree (studio_id, left_at DESC);
CREATE INDEX leg_account ON public.money_leg USING btree (account_id, id) INCLUDE (amount);
CREATE INDEX letter_open ON public.kit_letter USING btree (due_at) WHERE ((state)::text = ANY (ARRAY[('queued'::character varying)::text, ('sending'::character varying)::text]));
CREATE INDEX letter_to ON public.kit_letter USING btree (to_email, id DESC);
CREATE INDEX licence_folded ON public.delivery_licence USING btree (folded);
CREATE INDEX licence_studio ON public.delivery_licence USING btree (studio_id, id DESC);
CREATE INDEX licence_waiting ON public.delivery_licence USING btree (tier_id, id) WHERE (folded IS NULL);
CREATE INDEX line_found_by ON public.checkout_orderline USING gin (found_by);
CREATE INDEX line_of_studio ON public.checkout_orderline USING btree (studio_id, created_at DESC, id DESC);
CREATE INDEX line_preorders ON public.checkout_orderline USING btree (offer_id, id) WHERE ((preorder)::text = 'waits'::text);
CREATE INDEX line_sales ON public.checkout_orderline USING btree (studio_id, paid_at) INCLUDE (gross, net, offer_id) WHERE (paid_at IS NOT NULL);
CREATE INDEX mark_seen ON public.people_mark USING btree (last_seen);
CREATE INDEX message_author ON public.people_message USING btree (author_id, at DESC);
CREATE INDEX message_held ON public.people_message USING btree (held_at) WHERE ((held_at IS NOT NULL) AND (released_at IS NULL) AND (removed_at IS NULL));
CREATE INDEX message_of_studio ON public.audience_message USING btree (studio_id, id DESC);
CREATE INDEX message_thread ON public.people_message USING btree (conversation_id, id);
CREATE INDEX messagefile_waits ON public.people_messagefile USING btree (at) WHERE (message_id IS NULL);
CREATE INDEX mfa_authenticator_user_id_0c3a50c0 ON public.mfa_authenticator USING btree (user_id);
CREATE INDEX money_account_studio_id_4f9722a8 ON public.money_account USING btree (studio_id);
CREATE INDEX money_bankrefund_key_d607a28e_like ON public.money_bankrefund USING btree (key varchar_pattern_ops);
CREATE INDEX money_bankrefund_transfer_id_4de5af9d ON public.money_bankrefund USING btree (transfer_id);
CREATE INDEX money_banktransfer_account_id_e3012c87 ON public.money_banktransfer USING btree (account_id);
CREATE INDEX money_banktransfer_code_5ca674bd_like ON public.money_banktransfer USING btree (code varchar_pattern_ops);
CREATE INDEX money_banktransfer_proof_id_53bec0ca ON public.money_banktransfer USING btree (proof_id);
CREATE INDEX money_banktransfer_ref_a6ae84c0_like ON public.money_banktransfer USING btree (ref varchar_pattern_ops);
CREATE INDEX money_banktransfer_token_5c0169ae_like ON public.money_banktransfer USING btree (token varchar_pattern_ops);
CREATE INDEX money_clearing_key_671d93c7_like ON public.money_clearing USING btree (key varchar_pattern_ops);
CREATE INDEX money_clearing_studio_id_cde090ea ON public.money_clearing USING btree (studio_id);
CREATE INDEX money_dayreport_account_id_9954f109 ON public.money_dayreport USING btree (account_id);
CREATE INDEX money_dayreport_seen_by_id_40bb329e ON public.money_dayreport USING btree (seen_by_id);
CREATE INDEX money_dispute_payment_id_c0e4c622 ON public.money_dispute USING btree (payment_id);
CREATE INDEX money_disputeexhibit_dispute_id_5a5c647f ON public.money_disputeexhibit USING btree (dispute_id);
CREATE INDEX money_disputeexhibit_stored_id_b0c58cb2 ON public.money_disputeexhibit USING btree (stored_id);
CREATE INDEX money_disputeexhibit_studio_id_297f3245 ON public.money_disputeexhibit USING btree (studio_id);
CREATE INDEX money_disputestatement_dispute_id_be34b59d ON public.money_disputestatement USING btree (dispute_id);
CREATE INDEX money_disputestatement_studio_id_fe6a5e6c ON public.money_disputestatement USING btree (studio_id);
CREATE INDEX money_entry_key_268c46e9_like ON public.money_entry USING btree (key varchar_pattern_ops);
CREATE INDEX money_gatewayaccount_notice_token_77b11094_like ON public.money_gatewayaccount USING btree (notice_token varchar_pattern_ops);
CREATE INDEX money_gatewayaccount_studio_id_fef7561d ON public.money_gatewayaccount USING btree (studio_id);
CREATE INDEX money_hold_key_090cfcd0_like ON public.money_hold USING btree (key varchar_pattern_ops);
CREATE INDEX money_leg_entry_id_ed094d2a ON public.money_leg USING btree (entry_id);
CREATE INDEX money_payment_token_73ed26fa_like ON public.money_payment USING btree (token varchar_pattern_ops);
CREATE INDEX money_payout_key_9bd37289_like ON public.money_payout USING btree (key varchar_pattern_ops);
CREATE INDEX money_payout_method_id_1840984a ON public.money_payout USING btree (method_id);
CREATE INDEX money_payout_number_6c9395fc_like ON public.money_payout USING btree (number varchar_pattern_ops);
CREATE INDEX money_payout_studio_id_bddabf2e ON public.money_payout USING btree (studio_id);
CREATE INDEX money_payoutbatch_number_d8f6c844_like ON public.money_payoutbatch USING btree (number varchar_pattern_ops);
CREATE INDEX money_payoutline_batch_id_db15f7f3 ON public.money_payoutline USING btree (batch_id);
CREATE INDEX money_payoutline_payout_id_fed74f9e ON public.money_payoutline USING btree (payout_id);
CREATE INDEX money_payoutmethod_added_by_id_527b80a3 ON public.money_payoutmethod USING btree (added_by_id);
CREATE INDEX money_payoutmethod_replaces_id_062de3cd ON public.money_payoutmethod USING btree (replaces_id);
CREATE INDEX money_payoutmethod_studio_id_c74034c2 ON public.money_payoutmethod USING btree (studio_id);
CREATE INDEX money_payoutplan_method_id_b2308ee6 ON public.money_payoutplan USING btree (method_id);
CREATE INDEX money_payoutplan_studio_id_b2b563c4 ON public.money_payoutplan USING btree (studio_id);
CREATE INDEX money_policy_studio_id_9d6834fa ON public.money_policy USING btree (studio_id);
CREATE INDEX money_refund_key_e7fd8e38_like ON public.money_refund USING btree (key varchar_pattern_ops);
CREATE INDEX money_refund_payment_id_84cb2120 ON public.money_refund USING btree (payment_id);
CREATE INDEX money_sandboxcharge_ref_e8a4b54b_like ON public.money_sandboxcharge USING btree (ref varchar_pattern_ops);
CREATE INDEX money_sandboxcharge_token_818ccfdb_like ON public.money_sandboxcharge USING btree (token varchar_pattern_ops);
CREATE INDEX money_sandboxtransfer_key_5eb599ee_like ON public.money_sandboxtransfer USING btree (key varchar_pattern_ops);
CREATE INDEX money_sandboxtransfer_ref_25a0e5de_like ON public.money_sandboxtransfer USING btree (ref varchar_pattern_ops);
CREATE INDEX money_taxrate_made_by_id_907bd681 ON public.money_taxrate USING btree (made_by_id);
CREATE INDEX notice_account ON public.people_notice USING btree (account_id, id DESC);
CREATE INDEX offer_best ON public.catalog_offer USING btree (sold DESC, id DESC) WHERE ((status)::text = 'published'::text);
CREATE INDEX offer_due ON public.catalog_offer USING btree (publish_at) WHERE (publish_at IS NOT NULL);
CREATE INDEX offer_ending ON public.catalog_offer USING btree (unpublish_at) WHERE (unpublish_at IS NOT NULL);
CREATE INDEX offer_newest ON public.catalog_offer USING btree (published_at DESC, id DESC) WHERE ((status)::text = 'published'::text);
CREATE INDEX offer_of_studio ON public.catalog_offer USING btree (studio_id, changed_at DESC);
CREATE INDEX offer_search ON public.catalog_offer USING gin (search);
CREATE INDEX offer_shelf ON public.catalog_offer USING btree (category_id, published_at DESC, id DESC) WHERE ((status)::text = 'published'::text);
CREATE INDEX offer_shelf_best ON public.catalog_offer USING btree (category_id, sold DESC, id DESC) WHERE ((status)::text = 'published'::text);
CREATE INDEX offer_window ON public.catalog_offer USING btree (studio_id, published_at DESC, id DESC) WHERE ((status)::text = 'published'::text);
CREATE INDEX order_account ON public.checkout_order USING btree (account_id, id DESC);
CREATE INDEX order_email ON public.checkout_order USING btree (email, id DESC);
CREATE UNIQUE INDEX paper_invoice_once ON public.checkout_paper USING btree (order_id, studio_id) WHERE ((kind)::text = 'invoice'::text);
CREATE INDEX paper_label ON public.checkout_paper USING btree (label);
CREATE UNIQUE INDEX paper_note_once ON public.checkout_paper USING btree (refund_id, studio_id, kind) WHERE (refund_id IS NOT NULL);
CREATE INDEX party_account ON public.people_party USING btree (account_id, conversation_id);
CREATE INDEX party_email ON public.people_party USING btree (email) WHERE (NOT ((email)::text = ''::text));
CREATE INDEX party_unread ON public.people_party USING btree (studio_id, conversation_id) WHERE (unread > 0);
CREATE INDEX payment_subject ON public.money_payment USING btree (subject);
CREATE INDEX payment_to_ask ON public.money_payment USING btree (ask_at) WHERE (ask_at IS NOT NULL);
CREATE UNIQUE INDEX payout_in_one_batch ON public.money_payoutline USING btree (payout_id) WHERE (NOT dropped);
CREATE UNIQUE INDEX payout_method_once ON public.money_payoutmethod USING btree (studio_id, fingerprint) WHERE ((status)::text = ANY (ARRAY[('new'::character varying)::text, ('proven'::character varying)::text]));
CREATE INDEX payout_open ON public.money_payout USING btree (status, id) WHERE ((status)::text = ANY (ARRAY[('created'::character varying)::text, ('held'::character varying)::text, ('processing'::character varying)::text]));
CREATE INDEX payout_plan_due ON public.money_payoutplan USING btree (next_at) WHERE (next_at IS NOT NULL);
CREATE INDEX payout_ref ON public.money_payout USING btree (gateway, ref) WHERE (NOT ((ref)::text = ''::text));
CREATE INDEX payout_studio ON public.money_payout USING btree (studio_id, id DESC);
CREATE INDEX people_account_groups_account_id_131c72c1 ON public.people_account_groups USING btree (account_id);
CREATE INDEX people_account_groups_group_id_16cb3ca3 ON public.people_account_groups USING btree (group_id);
CREATE INDEX people_account_user_permissions_account_id_ad08a47d ON public.people_account_user_permissions USING btree (account_id);
CREATE INDEX people_account_user_permissions_permission_id_381ccde7 ON public.people_account_user_permissions USING btree (permission_id);
CREATE INDEX people_conversation_key_b4ac7123_like ON public.people_conversation USING btree (key varchar_pattern_ops);
CREATE INDEX people_conversation_studio_id_2a5fcaf3 ON public.people_conversation USING btree (studio_id);
CREATE INDEX people_invitation_invited_by_id_3784d49d ON public.people_invitation USING btree (invited_by_id);
CREATE INDEX people_invitation_studio_id_da49d3ac ON public.people_invitation USING btree (studio_id);
CREATE INDEX people_invitation_token_2194a4c5_like ON public.people_invitation USING btree (token varchar_pattern_ops);
CREATE INDEX people_mailpreference_account_id_da3f6428 ON public.people_mailpreference USING btree (account_id);
CREATE INDEX people_mark_account_id_6b5ecca0 ON public.people_mark USING btree (account_id);
CREATE INDEX people_member_account_id_1fdeb84d ON public.people_member USING btree (account_id);
CREATE INDEX people_member_studio_id_f4d9b84e ON public.people_member USING btree (studio_id);
CREATE INDEX people_message_author_id_8735eb48 ON public.people_message USING btree (author_id);
CREATE INDEX people_message_conversation_id_fdf736aa ON public.people_message USING btree (conversation_id);
CREATE INDEX people_message_key_edb66d09_like ON public.people_message USING btree (key varchar_pattern_ops);
CREATE INDEX people_message_party_id_41aaa849 ON public.people_message USING btree (party_id);
CREATE INDEX people_messagefile_message_id_7177e2ab ON public.people_messagefile USING btree (message_id);
CREATE INDEX people_messagefile_party_id_a5c73f47 ON public.people_messagefile USING btree (party_id);
CREATE INDEX people_messagefile_picture_id_bf51e8ea ON public.people_messagefile USING btree (picture_id);
CREATE INDEX people_notice_account_id_48428448 ON public.people_notice USING btree (account_id);
CREATE INDEX people_notice_key_2959c5df_like ON public.people_notice USING btree (key varchar_pattern_ops);
CREATE INDEX people_party_account_id_aae565dc ON public.people_party USING btree (account_id);
CREATE INDEX people_party_conversation_id_2b5fd781 ON public.people_party USING btree (conversation_id);
CREATE INDEX people_party_studio_id_2b27ce04 ON public.people_party USING btree (studio_id);
CREATE INDEX people_report_account_id_607537bb ON public.people_report USING btree (account_id);
CREATE INDEX people_report_conversation_id_afc7c09f ON public.people_report USING btree (conversation_id);
CREATE INDEX people_report_handled_by_id_06640425 ON public.people_report USING btree (handled_by_id);
CREATE INDEX people_report_party_id_dd4f7327 ON public.people_report USING btree (party_id);
CREATE INDEX people_retiredhandle_studio_id_0bc1bc20 ON public.people_retiredhandle USING btree (studio_id);
CREATE INDEX people_studio_cover_id_72224ec8 ON public.people_studio USING btree (cover_id);
CREATE INDEX people_studio_picture_id_02079423 ON public.people_studio USING btree (picture_id);
CREATE INDEX people_tie_other_id_97ff44dc ON public.people_tie USING btree (other_id);
CREATE INDEX pool_free ON public.delivery_poolkey USING btree (tier_id, id) WHERE ((licence_id IS NULL) AND (removed_at IS NULL));
CREATE INDEX procrastinate_events_job_id_fkey_v1 ON public.procrastinate_events USING btree (job_id);
CREATE INDEX procrastinate_jobs_id_lock_idx_v1 ON public.procrastinate_jobs USING btree (id, lock) WHERE (status = ANY (ARRAY['todo'::public.procrastinate_job_status, 'doing'::public.procrastinate_job_status]));
CREATE UNIQUE INDEX procrastinate_jobs_lock_idx_v1 ON public.procrastinate_jobs USING btree (lock) WHERE (status = 'doing'::public.procrastinate_job_status);
CREATE INDEX procrastinate_jobs_priority_idx_v1 ON public.procrastinate_jobs USING btree (priority DESC, id) WHERE (status = 'todo'::public.procrastinate_job_status);
CREATE INDEX procrastinate_jobs_queue_name_idx_v1 ON public.procrastinate_jobs USING btree (queue_name);
CREATE UNIQUE INDEX procrastinate_jobs_queueing_lock_idx_v1 ON public.procrastinate_jobs USING btree (queueing_lock) WHERE (status = 'todo'::public.procrastinate_job_status);
CREATE INDEX procrastinate_periodic_defers_job_id_fkey_v1 ON public.procrastinate_periodic_defers USING btree (job_id);
CREATE INDEX proposal_of_buyer ON public.work_proposal USING btree (buyer_id, id DESC);
CREATE INDEX proposal_of_studio ON public.work_proposal USING btree (studio_id, id DESC);
CREATE UNIQUE INDEX proposal_one_open ON public.trust_proposal USING btree (case_id, role) WHERE ((status)::text = 'open'::text);
CREATE UNIQUE INDEX provider_of_instance ON public.audience_provider USING btree ((1)) WHERE (studio_id IS NULL);
CREATE INDEX reaction_open ON public.kit_reaction USING btree (state, id) WHERE (NOT ((state)::text = 'done'::text));
CREATE UNIQUE INDEX refund_late_id_once ON public.checkout_refund USING btree (order_id) WHERE ((NOT ((tax_id)::text = ''::text)) AND ((status)::text = ANY (ARRAY[('pending'::character varying)::text, ('succeeded'::character varying)::text])));
CREATE INDEX refund_line_studio ON public.checkout_refundline USING btree (studio_id, id DESC);
CREATE INDEX refund_open ON public.money_refund USING btree (id) WHERE ((status)::text = 'pending'::text);
CREATE UNIQUE INDEX refund_request_open_once ON public.checkout_refundrequest USING btree (line_id) WHERE ((status)::text = 'open'::text);
CREATE INDEX refund_request_studio ON public.checkout_refundrequest USING btree (studio_id, id DESC);
CREATE INDEX reminder_known ON public.checkout_cartreminder USING btree (asked_at) WHERE (NOT ((email)::text = ''::text));
CREATE INDEX reminder_waiting ON public.checkout_cartreminder USING btree (due_at) WHERE ((status)::text = 'waiting'::text);
CREATE INDEX report_open ON public.people_report USING btree (at) WHERE (handled_at IS NULL);
CREATE UNIQUE INDEX report_open_once ON public.people_report USING btree (conversation_id, party_id) WHERE (handled_at IS NULL);
CREATE UNIQUE INDEX retired_handle_once ON public.people_retiredhandle USING btree (lower((handle)::text));
CREATE INDEX review_of_offer ON public.trust_review USING btree (offer_id, id DESC) WHERE ((status)::text = 'published'::text);
CREATE INDEX review_of_studio ON public.trust_review USING btree (studio_id, id DESC) WHERE ((status)::text = 'published'::text);
CREATE INDEX sandbox_transfer_target ON public.money_sandboxtransfer USING btree (target, id DESC);
CREATE UNIQUE INDEX segment_once ON public.audience_segment USING btree (studio_id, lower((name)::text));
CREATE INDEX sequence_of_studio ON public.audience_sequence USING btree (studio_id, id DESC);
CREATE INDEX share_of_studio ON public.checkout_lineshare USING btree (studio_id, id DESC);
CREATE INDEX slot_free ON public.work_slot USING btree (campaign_id, id) WHERE ((state)::text = 'free'::text);
CREATE INDEX statement_of_case ON public.trust_statement USING btree (case_id, id);
CREATE UNIQUE INDEX storedfile_key ON public.kit_storedfile USING btree (storage_key) WHERE (NOT ((storage_key)::text = ''::text));
CREATE INDEX storedfile_studio ON public.kit_storedfile USING btree (studio_ref, id DESC);
CREATE UNIQUE INDEX studio_handle_once ON public.people_studio USING btree (lower((handle)::text));
CREATE INDEX submission_of_form ON public.audience_submission USING btree (form_id, id DESC);
CREATE INDEX submission_waiting ON public.audience_submission USING btree (created_at) WHERE ((status)::text = 'waiting'::text);
CREATE INDEX submittedfile_same ON public.work_submittedfile USING btree (sha256);
CREATE UNIQUE INDEX tag_once ON public.audience_tag USING btree (studio_id, lower((name)::text));
CREATE INDEX tags_of_contact ON public.audience_contacttag USING btree (contact_id, tag_id);
CREATE INDEX tie_waits ON public.people_tie USING btree (id) WHERE ((allowed_at IS NULL) AND (looked_at IS NULL) AND (refused_at IS NOT NULL));
CREATE UNIQUE INDEX tier_recommended_once ON public.catalog_tier USING btree (offer_id) WHERE recommended;
CREATE INDEX timeentry_of_unit ON public.work_timeentry USING btree (unit_id, begins_at);
CREATE INDEX touch_of_message ON public.audience_touch USING btree (message_id, verdict, link);
CREATE INDEX touch_unjudged ON public.audience_touch USING btree (at) WHERE ((verdict)::text = ''::text);
CREATE INDEX trace_same ON public.work_trace USING btree (campaign_id, digest);
CREATE INDEX transfer_to_look_at ON public.money_banktransfer USING btree (account_id, status, id DESC);
CREATE INDEX trigger_of_studio ON public.audience_trigger USING btree (studio_id, kind, ref);
CREATE INDEX trust_case_author_id_a04a71b3 ON public.trust_case USING btree (author_id);
CREATE INDEX trust_case_ruled_by_id_a99bd56a ON public.trust_case USING btree (ruled_by_id);
CREATE INDEX trust_case_studio_id_9717e995 ON public.trust_case USING btree (studio_id);
CREATE INDEX trust_case_unit_id_bab88436 ON public.trust_case USING btree (unit_id);
CREATE INDEX trust_proposal_author_id_05faca9f ON public.trust_proposal USING btree (author_id);
CREATE INDEX trust_proposal_case_id_a498d229 ON public.trust_proposal USING btree (case_id);
CREATE INDEX trust_review_answerer_id_86106aba ON public.trust_review USING btree (answerer_id);
CREATE INDEX trust_review_author_id_b91f8048 ON public.trust_review USING btree (author_id);
CREATE INDEX trust_review_buyer_id_6d2bf26b ON public.trust_review USING btree (buyer_id);
CREATE INDEX trust_reviewreport_account_id_946d38a3 ON public.trust_reviewreport USING btree (account_id);
CREATE INDEX trust_reviewreport_handler_id_a0e4a8f6 ON public.trust_reviewreport USING btree (handler_id);
CREATE INDEX trust_statement_author_id_84e65beb ON public.trust_statement USING btree (author_id);
CREATE INDEX trust_statement_case_id_42e922d0 ON public.trust_statement USING btree (case_id);
CREATE INDEX trust_statementfile_file_id_2fd80b64 ON public.trust_statementfile USING btree (file_id);
CREATE INDEX trust_statementfile_statement_id_183d596e ON public.trust_statementfile USING btree (statement_id);
CREATE UNIQUE INDEX unique_authenticator_type ON public.mfa_authenticator USING btree (user_id, type) WHERE ((type)::text = ANY (ARRAY[('totp'::character varying)::text, ('recovery_codes'::character varying)::text]));
CREATE UNIQUE INDEX unique_primary_email ON public.account_emailaddress USING btree (user_id, "primary") WHERE "primary";
CREATE UNIQUE INDEX unique_verified_email ON public.account_emailaddress USING btree (email) WHERE verified;
CREATE UNIQUE INDEX unit_live_once ON public.work_unit USING btree (engagement_id, worker_id, "position") WHERE (((mode)::text = 'micro'::text) AND (NOT ((status)::text = ANY (ARRAY[('lapsed'::character varying)::text, ('given_back'::character varying)::text]))));
CREATE INDEX unit_of_worker ON public.work_unit USING btree (worker_id, status, due_at);
CREATE UNIQUE INDEX unit_once ON public.work_unit USING btree (engagement_id, "position") WHERE (NOT ((mode)::text = 'micro'::text));
CREATE UNIQUE INDEX unit_one_reserved ON public.work_unit USING btree (engagement_id, worker_id) WHERE (((mode)::text = 'micro'::text) AND ((status)::text = 'reserved'::text));
CREATE INDEX unit_states ON public.work_unit USING btree (engagement_id, status);
CREATE INDEX upload_expiry ON public.kit_upload USING btree (expires_at);
CREATE INDEX usersessions_usersession_session_key_fd35de43_like ON public.usersessions_usersession USING btree (session_key varchar_pattern_ops);
CREATE INDEX usersessions_usersession_user_id_af5e0a6d ON public.usersessions_usersession USING btree (user_id);
CREATE INDEX webhook_ended ON public.api_webhookmessage USING btree (ended_at) WHERE (ended_at IS NOT NULL);
CREATE INDEX webhook_log ON public.api_webhookmessage USING btree (endpoint_id, id DESC);
CREATE INDEX webhook_waiting ON public.api_webhookmessage USING btree (endpoint_id, id) WHERE ((state)::text = 'waiting'::text);
CREATE INDEX wishlist_of_nobody ON public.checkout_wishlist USING btree (changed_at) WHERE (account_id IS NULL);
CREATE INDEX work_campaign_account_id_60a88441 ON public.work_campaign USING btree (account_id);
CREATE INDEX work_change_author_id_263b06d1 ON public.work_change USING btree (author_id);
CREATE INDEX work_change_unit_id_fe018aa8 ON public.work_change USING btree (unit_id);
CREATE INDEX work_decision_author_id_a790f6a7 ON public.work_decision USING btree (author_id);
CREATE INDEX work_decision_submission_id_9a13fc66 ON public.work_decision USING btree (submission_id);
CREATE INDEX work_decision_unit_id_59e29fd4 ON public.work_decision USING btree (unit_id);
CREATE INDEX work_engagement_buyer_id_ecb02605 ON public.work_engagement USING btree (buyer_id);
CREATE INDEX work_engagement_subject_b4f2ac99_like ON public.work_engagement USING btree (subject varchar_pattern_ops);
CREATE INDEX work_engagement_worker_id_17e06fe1 ON public.work_engagement USING btree (worker_id);
CREATE INDEX work_funding_account_id_cb516a78 ON public.work_funding USING btree (account_id);
CREATE INDEX work_funding_engagement_id_ea439333 ON public.work_funding USING btree (engagement_id);
CREATE INDEX work_funding_intent_5f5f2aaa_like ON public.work_funding USING btree (intent varchar_pattern_ops);
CREATE INDEX work_funding_payment_id_f6f1f6dd ON public.work_funding USING btree (payment_id);
CREATE INDEX work_funding_token_22193a81_like ON public.work_funding USING btree (token varchar_pattern_ops);
CREATE INDEX work_fundingpart_funding_id_1448f848 ON public.work_fundingpart USING btree (funding_id);
CREATE INDEX work_fundingpart_unit_id_02b4ff57 ON public.work_fundingpart USING btree (unit_id);
CREATE INDEX work_item_campaign_id_43f56a8b ON public.work_item USING btree (campaign_id);
CREATE INDEX work_job_account_id_ce2329b6 ON public.work_job USING btree (account_id);
CREATE INDEX work_job_skill_job_id_0ead315d ON public.work_job_skill USING btree (job_id);
CREATE INDEX work_job_skill_skill_id_6af3ed6a ON public.work_job_skill USING btree (skill_id);
CREATE INDEX work_job_slug_cab9f668_like ON public.work_job USING btree (slug varchar_pattern_ops);
CREATE INDEX work_jobfile_file_id_664b7fde ON public.work_jobfile USING btree (file_id);
CREATE INDEX work_jobfile_job_id_34ee5258 ON public.work_jobfile USING btree (job_id);
CREATE INDEX work_proposal_buyer_id_3e734b7d ON public.work_proposal USING btree (buyer_id);
CREATE INDEX work_proposal_conversation_id_76d4badb ON public.work_proposal USING btree (conversation_id);
CREATE INDEX work_proposal_job_id_ba5df3f3 ON public.work_proposal USING btree (job_id);
CREATE INDEX work_proposal_studio_id_d5620138 ON public.work_proposal USING btree (studio_id);
CREATE INDEX work_proposalversion_author_id_ee852d95 ON public.work_proposalversion USING btree (author_id);
CREATE INDEX work_proposalversion_proposal_id_b2c73255 ON public.work_proposalversion USING btree (proposal_id);
CREATE INDEX work_savedsearch_account_id_8a99edf2 ON public.work_savedsearch USING btree (account_id);
CREATE INDEX work_savedsearch_studio_id_4db89b26 ON public.work_savedsearch USING btree (studio_id);
CREATE INDEX work_skill_slug_cb5c59dd_like ON public.work_skill USING btree (slug varchar_pattern_ops);
CREATE INDEX work_submission_author_id_188566f7 ON public.work_submission USING btree (author_id);
CREATE INDEX work_submission_unit_id_cb90e8f6 ON public.work_submission USING btree (unit_id);
CREATE INDEX work_submittedfile_file_id_76ee6a7d ON public.work_submittedfile USING btree (file_id);
CREATE INDEX work_submittedfile_preview_id_f228d3c3 ON public.work_submittedfile USING btree (preview_id);
CREATE INDEX work_submittedfile_submission_id_cf811005 ON public.work_submittedfile USING btree (submission_id);
CREATE TRIGGER account_stays BEFORE UPDATE OF purpose, currency, studio_id, detail, stored, may_owe ON public.money_account FOR EACH ROW EXECUTE FUNCTION public.dhara_refuse_change();
CREATE TRIGGER consent_append_only BEFORE DELETE ON public.audience_consent FOR EACH ROW EXECUTE FUNCTION public.dhara_refuse_change();
CREATE TRIGGER consent_kept BEFORE UPDATE ON public.audience_consent FOR EACH ROW EXECUTE FUNCTION public.audience_keep_consent();
CREATE TRIGGER consent_no_truncate BEFORE TRUNCATE ON public.audience_consent FOR EACH STATEMENT EXECUTE FUNCTION public.dhara_refuse_change();
CREATE TRIGGER entry_append_only BEFORE DELETE OR UPDATE ON public.money_entry FOR EACH ROW EXECUTE FUNCTION public.dhara_refuse_change();
CREATE TRIGGER entry_has_legs AFTER INSERT ON public.money_entry REFERENCING NEW TABLE AS inserted FOR EACH STATEMENT EXECUTE FUNCTION public.money_check_entries();
CREATE TRIGGER entry_no_truncate BEFORE TRUNCATE ON public.money_entry FOR EACH STATEMENT EXECUTE FUNCTION public.dhara_refuse_change();
CREATE TRIGGER fact_append_only BEFORE DELETE OR UPDATE ON public.kit_fact FOR EACH ROW EXECUTE FUNCTION public.dhara_refuse_change();
CREATE TRIGGER fact_no_truncate BEFORE TRUNCATE ON public.kit_fact FOR EACH STATEMENT EXECUTE FUNCTION public.dhara_refuse_change();
CREATE TRIGGER leg_append_only BEFORE DELETE OR UPDATE ON public.money_leg FOR EACH ROW EXECUTE FUNCTION public.dhara_refuse_change();
CREATE TRIGGER leg_balanced AFTER INSERT ON public.money_leg REFERENCING NEW TABLE AS inserted FOR EACH STATEMENT EXECUTE FUNCTION public.money_check_legs();
CREATE TRIGGER leg_no_truncate BEFORE TRUNCATE ON public.money_leg FOR EACH STATEMENT EXECUTE FUNCTION public.dhara_refuse_change();
CREATE TRIGGER message_append_only BEFORE DELETE ON public.people_message FOR EACH ROW EXECUTE FUNCTION public.dhara_refuse_change();
CREATE TRIGGER message_kept BEFORE UPDATE ON public.people_message FOR EACH ROW EXECUTE FUNCTION public.people_keep_message();
CREATE TRIGGER message_no_truncate BEFORE TRUNCATE ON public.people_message FOR EACH STATEMENT EXECUTE FUNCTION public.dhara_refuse_change();
CREATE TRIGGER paper_append_only BEFORE DELETE OR UPDATE ON public.checkout_paper FOR EACH ROW EXECUTE FUNCTION public.dhara_refuse_change();
CREATE TRIGGER paper_no_truncate BEFORE TRUNCATE ON public.checkout_paper FOR EACH STATEMENT EXECUTE FUNCTION public.dhara_refuse_change();
CREATE TRIGGER procrastinate_jobs_notify_queue_job_aborted_v1 AFTER UPDATE OF abort_requested ON public.procrastinate_jobs FOR EACH ROW WHEN (((old.abort_requested = false) AND (new.abort_requested = true) AND (new.status = 'doing'::public.procrastinate_job_status))) EXECUTE FUNCTION public.procrastinate_notify_queue_abort_job_v1();
CREATE TRIGGER procrastinate_jobs_notify_queue_job_inserted_v1 AFTER INSERT ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.status = 'todo'::public.procrastinate_job_status)) EXECUTE FUNCTION public.procrastinate_notify_queue_job_inserted_v1();
CREATE TRIGGER procrastinate_trigger_abort_requested_events_v1 AFTER UPDATE OF abort_requested ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.abort_requested = true)) EXECUTE FUNCTION public.procrastinate_trigger_abort_requested_events_procedure_v1();
CREATE TRIGGER procrastinate_trigger_delete_jobs_v1 BEFORE DELETE ON public.procrastinate_jobs FOR EACH ROW EXECUTE FUNCTION public.procrastinate_unlink_periodic_defers_v1();
CREATE TRIGGER procrastinate_trigger_scheduled_events_v1 AFTER INSERT OR UPDATE ON public.procrastinate_jobs FOR EACH ROW WHEN (((new.scheduled_at IS NOT NULL) AND (new.status = 'todo'::public.procrastinate_job_status))) EXECUTE FUNCTION public.procrastinate_trigger_function_scheduled_events_v1();
CREATE TRIGGER procrastinate_trigger_status_events_insert_v1 AFTER INSERT ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.status = 'todo'::public.procrastinate_job_status)) EXECUTE FUNCTION public.procrastinate_trigger_function_status_events_insert_v1();
CREATE TRIGGER procrastinate_trigger_status_events_update_v1 AFTER UPDATE OF status ON public.procrastinate_jobs FOR EACH ROW EXECUTE FUNCTION public.procrastinate_trigger_function_status_events_update_v1();
CREATE TRIGGER sequence_version_append_only BEFORE DELETE OR UPDATE ON public.audience_sequenceversion FOR EACH ROW EXECUTE FUNCTION public.dhara_refuse_change();
CREATE TRIGGER sequence_version_no_truncate BEFORE TRUNCATE ON public.audience_sequenceversion FOR EACH STATEMENT EXECUTE FUNCTION public.dhara_refuse_change();
CREATE TRIGGER transition_append_only BEFORE DELETE OR UPDATE ON public.kit_transition FOR EACH ROW EXECUTE FUNCTION public.dhara_refuse_change();
CREATE TRIGGER transition_no_truncate BEFORE TRUNCATE ON public.kit_transition FOR EACH STATEMENT EXECUTE FUNCTION public.dhara_refuse_change();
CREATE TRIGGER trust_review_append_only BEFORE DELETE OR UPDATE ON public.trust_review FOR EACH ROW EXECUTE FUNCTION public.trust_review_change();
CREATE TRIGGER trust_review_no_truncate BEFORE TRUNCATE ON public.trust_review FOR EACH STATEMENT EXECUTE FUNCTION public.dhara_refuse_change();
CREATE TRIGGER trust_statement_append_only BEFORE DELETE OR UPDATE ON public.trust_statement FOR EACH ROW EXECUTE FUNCTION public.dhara_refuse_change();
CREATE TRIGGER trust_statement_no_truncate BEFORE TRUNCATE ON public.trust_statement FOR EACH STATEMENT EXECUTE FUNCTION public.dhara_refuse_change();
CREATE TRIGGER trust_statementfile_append_only BEFORE DELETE OR UPDATE ON public.trust_statementfile FOR EACH ROW EXECUTE FUNCTION public.dhara_refuse_change();
CREATE TRIGGER trust_statementfile_no_truncate BEFORE TRUNCATE ON public.trust_statementfile FOR EACH STATEMENT EXECUTE FUNCTION public.dhara_refuse_change();
CREATE TRIGGER work_change_append_only BEFORE DELETE OR UPDATE ON public.work_change FOR EACH ROW EXECUTE FUNCTION public.work_change_change();
CREATE TRIGGER work_change_no_truncate BEFORE TRUNCATE ON public.work_change FOR EACH STATEMENT EXECUTE FUNCTION public.dhara_refuse_change();
CREATE TRIGGER work_decision_append_only BEFORE DELETE OR UPDATE ON public.work_decision FOR EACH ROW EXECUTE FUNCTION public.dhara_refuse_change();
CREATE TRIGGER work_decision_no_truncate BEFORE TRUNCATE ON public.work_decision FOR EACH STATEMENT EXECUTE FUNCTION public.dhara_refuse_change();
CREATE TRIGGER work_proposalversion_append_only BEFORE DELETE OR UPDATE ON public.work_proposalversion FOR EACH ROW EXECUTE FUNCTION public.dhara_refuse_change();
CREATE TRIGGER work_proposalversion_no_truncate BEFORE TRUNCATE ON public.work_proposalversion FOR EACH STATEMENT EXECUTE FUNCTION public.dhara_refuse_change();
CREATE TRIGGER work_submission_append_only BEFORE DELETE OR UPDATE ON public.work_submission FOR EACH ROW EXECUTE FUNCTION public.dhara_refuse_change();
CREATE TRIGGER work_submission_no_truncate BEFORE TRUNCATE ON public.work_submission FOR EACH STATEMENT EXECUTE FUNCTION public.dhara_refuse_change();
CREATE TRIGGER work_submittedfile_append_only BEFORE DELETE OR UPDATE ON public.work_submittedfile FOR EACH ROW EXECUTE FUNCTION public.work_submittedfile_change();
CREATE TRIGGER work_submittedfile_no_truncate BEFORE TRUNCATE ON public.work_submittedfile FOR EACH STATEMENT EXECUTE FUNCTION public.dhara_refuse_change();
CREATE TRIGGER work_timeentry_no_truncate BEFORE TRUNCATE ON public.work_timeentry FOR EACH STATEMENT EXECUTE FUNCTION public.dhara_refuse_change();
CREATE TRIGGER work_timeentry_open_week BEFORE INSERT OR DELETE OR UPDATE ON public.work_timeentry FOR EACH ROW EXECUTE FUNCTION public.work_timeentry_change();
ALTER TABLE ONLY public.account_emailaddress ADD CONSTRAINT account_emailaddress_user_id_2c513194_fk_people_account_id FOREIGN KEY (user_id) REFERENCES public.people_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.account_emailconfirmation ADD CONSTRAINT account_emailconfirm_email_address_id_5b7f8c58_fk_account_e FOREIGN KEY (email_address_id) REFERENCES public.account_emailaddress(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.api_key ADD CONSTRAINT api_key_account_id_f3e9b879_fk_people_account_id FOREIGN KEY (account_id) REFERENCES public.people_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.api_key ADD CONSTRAINT api_key_studio_id_3938ab70_fk_people_studio_id FOREIGN KEY (studio_id) REFERENCES public.people_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.api_request ADD CONSTRAINT api_request_order_id_f195a2ab_fk_checkout_order_id FOREIGN KEY (order_id) REFERENCES public.checkout_order(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.api_webhookattempt ADD CONSTRAINT api_webhookattempt_message_id_e7f33a1e_fk_api_webhookmessage_id FOREIGN KEY (message_id) REFERENCES public.api_webhookmessage(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.api_webhookendpoint ADD CONSTRAINT api_webhookendpoint_account_id_a0c8b961_fk_people_account_id FOREIGN KEY (account_id) REFERENCES public.people_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.api_webhookendpoint ADD CONSTRAINT api_webhookendpoint_studio_id_99dd8703_fk_people_studio_id FOREIGN KEY (studio_id) REFERENCES public.people_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.api_webhookmessage ADD CONSTRAINT api_webhookmessage_endpoint_id_a89af006_fk_api_webho FOREIGN KEY (endpoint_id) REFERENCES public.api_webhookendpoint(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.audience_automationrule ADD CONSTRAINT audience_automationrule_studio_id_e5518203_fk_people_studio_id FOREIGN KEY (studio_id) REFERENCES public.people_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.audience_broadcast ADD CONSTRAINT audience_broadcast_excluded_id_c4c4166f_fk_audience_segment_id FOREIGN KEY (excluded_id) REFERENCES public.audience_segment(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.audience_broadcast ADD CONSTRAINT audience_broadcast_message_id_14132688_fk_audience_message_id FOREIGN KEY (message_id) REFERENCES public.audience_message(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.audience_broadcast ADD CONSTRAINT audience_broadcast_segment_id_e9916142_fk_audience_segment_id FOREIGN KEY (segment_id) REFERENCES public.audience_segment(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.audience_broadcast ADD CONSTRAINT audience_broadcast_studio_id_165e7282_fk_people_studio_id FOREIGN KEY (studio_id) REFERENCES public.people_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.audience_consent ADD CONSTRAINT audience_consent_contact_id_12d7c009_fk_audience_contact_id FOREIGN KEY (contact_id) REFERENCES public.audience_contact(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.audience_consent ADD CONSTRAINT audience_consent_studio_id_f889bfff_fk_people_studio_id FOREIGN KEY (studio_id) REFERENCES public.people_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.audience_contact ADD CONSTRAINT audience_contact_studio_id_82d35768_fk_people_studio_id FOREIGN KEY (studio_id) REFERENCES public.people_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.audience_contacttag ADD CONSTRAINT audience_contacttag_contact_id_b61f1248_fk_audience_contact_id FOREIGN KEY (contact_id) REFERENCES public.audience_contact(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.audience_contacttag ADD CONSTRAINT audience_contacttag_tag_id_e3001047_fk_audience_tag_id FOREIGN KEY (tag_id) REFERENCES public.audience_tag(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.audience_delivery ADD CONSTRAINT audience_delivery_contact_id_ba3af6cf_fk_audience_contact_id FOREIGN KEY (contact_id) REFERENCES public.audience_contact(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.audience_delivery ADD CONSTRAINT audience_delivery_message_id_e537759d_fk_audience_message_id FOREIGN KEY (message_id) REFERENCES public.audience_message(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.audience_delivery ADD CONSTRAINT audience_delivery_studio_id_fd6e5d02_fk_people_studio_id FOREIGN KEY (studio_id) REFERENCES public.people_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.audience_enrolment ADD CONSTRAINT audience_enrolment_contact_id_5aaec4c8_fk_audience_contact_id FOREIGN KEY (contact_id) REFERENCES public.audience_contact(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.audience_enrolment ADD CONSTRAINT audience_enrolment_sequence_id_a2c01e6d_fk_audience_sequence_id FOREIGN KEY (sequence_id) REFERENCES public.audience_sequence(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.audience_enrolment ADD CONSTRAINT audience_enrolment_studio_id_c40ac047_fk_people_studio_id FOREIGN KEY (studio_id) REFERENCES public.people_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.audience_enrolment ADD CONSTRAINT audience_enrolment_version_id_fca63d8f_fk_audience_ FOREIGN KEY (version_id) REFERENCES public.audience_sequenceversion(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.audience_event ADD CONSTRAINT audience_event_contact_id_0f4ab80c_fk_audience_contact_id FOREIGN KEY (contact_id) REFERENCES public.audience_contact(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.audience_event ADD CONSTRAINT audience_event_studio_id_d69c1fe5_fk_people_studio_id FOREIGN KEY (studio_id) REFERENCES public.people_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.audience_field ADD CONSTRAINT audience_field_studio_id_4937e4c2_fk_people_studio_id FOREIGN KEY (studio_id) REFERENCES public.people_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.audience_form ADD CONSTRAINT audience_form_magnet_id_193cdf6b_fk_catalog_offer_id FOREIGN KEY (magnet_id) REFERENCES public.catalog_offer(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.audience_form ADD CONSTRAINT audience_form_studio_id_79caecbe_fk_people_studio_id FOREIGN KEY (studio_id) REFERENCES public.people_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.audience_import ADD CONSTRAINT audience_import_errors_id_fe31dc2e_fk_kit_storedfile_id FOREIGN KEY (errors_id) REFERENCES public.kit_storedfile(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.audience_import ADD CONSTRAINT audience_import_file_id_33997b00_fk_kit_storedfile_id FOREIGN KEY (file_id) REFERENCES public.kit_storedfile(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.audience_import ADD CONSTRAINT audience_import_made_by_id_3a2754f6_fk_people_account_id FOREIGN KEY (made_by_id) REFERENCES public.people_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.audience_import ADD CONSTRAINT audience_import_studio_id_c2a239ed_fk_people_studio_id FOREIGN KEY (studio_id) REFERENCES public.people_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.audience_intake ADD CONSTRAINT audience_intake_made_by_id_086a25b9_fk_people_account_id FOREIGN KEY (made_by_id) REFERENCES public.people_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.audience_intake ADD CONSTRAINT audience_intake_segment_id_f851cf4b_fk_audience_segment_id FOREIGN KEY (segment_id) REFERENCES public.audience_segment(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.audience_intake ADD CONSTRAINT audience_intake_sequence_id_a0e1d999_fk_audience_sequence_id FOREIGN KEY (sequence_id) REFERENCES public.audience_sequence(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.audience_intake ADD CONSTRAINT audience_intake_studio_id_b6110a85_fk_people_studio_id FOREIGN KEY (studio_id) REFERENCES public.people_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.audience_lane ADD CONSTRAINT audience_lane_message_id_2c2f0e6e_fk_audience_message_id FOREIGN KEY (message_id) REFERENCES public.audience_message(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.audience_lane ADD CONSTRAINT audience_lane_studio_id_911e6885_fk_people_studio_id FOREIGN KEY (studio_id) REFERENCES public.people_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.audience_letterhead ADD CONSTRAINT audience_letterhead_studio_id_96f5f5f7_fk_people_studio_id FOREIGN KEY (studio_id) REFERENCES public.people_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.audience_link ADD CONSTRAINT audience_link_message_id_89018c93_fk_audience_message_id FOREIGN KEY (message_id) REFERENCES public.audience_message(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.audience_message ADD CONSTRAINT audience_message_studio_id_076b4f76_fk_people_studio_id FOREIGN KEY (studio_id) REFERENCES public.people_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.audience_provider ADD CONSTRAINT audience_provider_studio_id_cb03743e_fk_people_studio_id FOREIGN KEY (studio_id) REFERENCES public.people_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.audience_returned ADD CONSTRAINT audience_returned_delivery_id_a6dacb8b_fk_audience_delivery_id FOREIGN KEY (delivery_id) REFERENCES public.audience_delivery(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.audience_segment ADD CONSTRAINT audience_segment_studio_id_ad743a4f_fk_people_studio_id FOREIGN KEY (studio_id) REFERENCES public.people_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.audience_sequence ADD CONSTRAINT audience_sequence_current_id_842b8a06_fk_audience_ FOREIGN KEY (current_id) REFERENCES public.audience_sequenceversion(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.audience_sequence ADD CONSTRAINT audience_sequence_studio_id_9a4687ef_fk_people_studio_id FOREIGN KEY (studio_id) REFERENCES public.people_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.audience_sequenceversion ADD CONSTRAINT audience_sequencever_sequence_id_72561ff6_fk_audience_ FOREIGN KEY (sequence_id) REFERENCES public.audience_sequence(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.audience_showing ADD CONSTRAINT audience_showing_form_id_42db06ec_fk_audience_form_id FOREIGN KEY (form_id) REFERENCES public.audience_form(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.audience_showing ADD CONSTRAINT audience_showing_studio_id_12d1b88f_fk_people_studio_id FOREIGN KEY (studio_id) REFERENCES public.people_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.audience_step ADD CONSTRAINT audience_step_delivery_id_7c133e99_fk_audience_delivery_id FOREIGN KEY (delivery_id) REFERENCES public.audience_delivery(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.audience_step ADD CONSTRAINT audience_step_enrolment_id_cdfa5b66_fk_audience_enrolment_id FOREIGN KEY (enrolment_id) REFERENCES public.audience_enrolment(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.audience_submission ADD CONSTRAINT audience_submission_contact_id_27df6dd2_fk_audience_contact_id FOREIGN KEY (contact_id) REFERENCES public.audience_contact(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.audience_submission ADD CONSTRAINT audience_submission_form_id_7404877d_fk_audience_form_id FOREIGN KEY (form_id) REFERENCES public.audience_form(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.audience_submission ADD CONSTRAINT audience_submission_studio_id_f6d7ce45_fk_people_studio_id FOREIGN KEY (studio_id) REFERENCES public.people_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.audience_suppression ADD CONSTRAINT audience_suppression_studio_id_b5498374_fk_people_studio_id FOREIGN KEY (studio_id) REFERENCES public.people_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.audience_tag ADD CONSTRAINT audience_tag_studio_id_fbd3f979_fk_people_studio_id FOREIGN KEY (studio_id) REFERENCES public.people_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.audience_tagging ADD CONSTRAINT audience_tagging_made_by_id_ee3014e6_fk_people_account_id FOREIGN KEY (made_by_id) REFERENCES public.people_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.audience_tagging ADD CONSTRAINT audience_tagging_studio_id_99a40ed6_fk_people_studio_id FOREIGN KEY (studio_id) REFERENCES public.people_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.audience_tagging ADD CONSTRAINT audience_tagging_tag_id_534b0647_fk_audience_tag_id FOREIGN KEY (tag_id) REFERENCES public.audience_tag(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.audience_touch ADD CONSTRAINT audience_touch_delivery_id_f5c51e28_fk_audience_delivery_id FOREIGN KEY (delivery_id) REFERENCES public.audience_delivery(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.audience_touch ADD CONSTRAINT audience_touch_message_id_3b79cfb2_fk_audience_message_id FOREIGN KEY (message_id) REFERENCES public.audience_message(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.audience_trigger ADD CONSTRAINT audience_trigger_sequence_id_582ddd70_fk_audience_sequence_id FOREIGN KEY (sequence_id) REFERENCES public.audience_sequence(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.audience_trigger ADD CONSTRAINT audience_trigger_studio_id_c774df90_fk_people_studio_id FOREIGN KEY (studio_id) REFERENCES public.people_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.audience_unwatched ADD CONSTRAINT audience_unwatched_contact_id_5bb01692_fk_audience_contact_id FOREIGN KEY (contact_id) REFERENCES public.audience_contact(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.auth_group_permissions ADD CONSTRAINT auth_group_permissio_permission_id_84c5c92e_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.auth_group_permissions ADD CONSTRAINT auth_group_permissions_group_id_b120cbf9_fk_auth_group_id FOREIGN KEY (group_id) REFERENCES public.auth_group(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.auth_permission ADD CONSTRAINT auth_permission_content_type_id_2f476e4b_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.catalog_bundlepart ADD CONSTRAINT catalog_bundlepart_bundle_id_6eaadf58_fk_catalog_offer_id FOREIGN KEY (bundle_id) REFERENCES public.catalog_offer(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.catalog_bundlepart ADD CONSTRAINT catalog_bundlepart_tier_id_07e4621c_fk_catalog_tier_id FOREIGN KEY (tier_id) REFERENCES public.catalog_tier(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.catalog_category ADD CONSTRAINT catalog_category_parent_id_f61bd017_fk_catalog_category_id FOREIGN KEY (parent_id) REFERENCES public.catalog_category(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.catalog_collaborator ADD CONSTRAINT catalog_collaborator_invited_by_id_7047675f_fk_people_ac FOREIGN KEY (invited_by_id) REFERENCES public.people_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.catalog_collaborator ADD CONSTRAINT catalog_collaborator_offer_id_01cc2ecb_fk_catalog_offer_id FOREIGN KEY (offer_id) REFERENCES public.catalog_offer(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.catalog_collaborator ADD CONSTRAINT catalog_collaborator_replaces_id_4c7df1a2_fk_catalog_c FOREIGN KEY (replaces_id) REFERENCES public.catalog_collaborator(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.catalog_collaborator ADD CONSTRAINT catalog_collaborator_studio_id_631e8c0d_fk_people_studio_id FOREIGN KEY (studio_id) REFERENCES public.people_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.catalog_offer ADD CONSTRAINT catalog_offer_category_id_8e77107e_fk_catalog_category_id FOREIGN KEY (category_id) REFERENCES public.catalog_category(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.catalog_offer ADD CONSTRAINT catalog_offer_cover_id_2c9844ab_fk_kit_picture_id FOREIGN KEY (cover_id) REFERENCES public.kit_picture(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.catalog_offer ADD CONSTRAINT catalog_offer_studio_id_273855db_fk_people_studio_id FOREIGN KEY (studio_id) REFERENCES public.people_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.catalog_offerpicture ADD CONSTRAINT catalog_offerpicture_offer_id_8f359d55_fk_catalog_offer_id FOREIGN KEY (offer_id) REFERENCES public.catalog_offer(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.catalog_offerpicture ADD CONSTRAINT catalog_offerpicture_picture_id_fc8f87ba_fk_kit_picture_id FOREIGN KEY (picture_id) REFERENCES public.kit_picture(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.catalog_oldslug ADD CONSTRAINT catalog_oldslug_offer_id_2e6879c5_fk_catalog_offer_id FOREIGN KEY (offer_id) REFERENCES public.catalog_offer(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.catalog_oldslug ADD CONSTRAINT catalog_oldslug_studio_id_de2b1592_fk_people_studio_id FOREIGN KEY (studio_id) REFERENCES public.people_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.catalog_price ADD CONSTRAINT catalog_price_tier_id_f5ac4fbe_fk_catalog_tier_id FOREIGN KEY (tier_id) REFERENCES public.catalog_tier(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.catalog_release ADD CONSTRAINT catalog_release_offer_id_c289e0b6_fk_catalog_offer_id FOREIGN KEY (offer_id) REFERENCES public.catalog_offer(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.catalog_suggestion ADD CONSTRAINT catalog_suggestion_offer_id_f3ec6743_fk_catalog_offer_id FOREIGN KEY (offer_id) REFERENCES public.catalog_offer(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.catalog_suggestion ADD CONSTRAINT catalog_suggestion_studio_id_0488fcd1_fk_people_studio_id FOREIGN KEY (studio_id) REFERENCES public.people_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.catalog_suggestion ADD CONSTRAINT catalog_suggestion_tier_id_ac67261a_fk_catalog_tier_id FOREIGN KEY (tier_id) REFERENCES public.catalog_tier(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.catalog_tier ADD CONSTRAINT catalog_tier_offer_id_3d7b645f_fk_catalog_offer_id FOREIGN KEY (offer_id) REFERENCES public.catalog_offer(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.checkout_cart ADD CONSTRAINT checkout_cart_account_id_bef66c17_fk_people_account_id FOREIGN KEY (account_id) REFERENCES public.people_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.checkout_cart ADD CONSTRAINT checkout_cart_after_id_04645a20_fk_checkout_order_id FOREIGN KEY (after_id) REFERENCES public.checkout_order(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.checkout_cart ADD CONSTRAINT checkout_cart_reminder_id_eec23e3b_fk_checkout_cartreminder_id FOREIGN KEY (reminder_id) REFERENCES public.checkout_cartreminder(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.checkout_cartline ADD CONSTRAINT checkout_cartline_cart_id_918108c9_fk_checkout_cart_id FOREIGN KEY (cart_id) REFERENCES public.checkout_cart(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.checkout_cartline ADD CONSTRAINT checkout_cartline_offer_id_34469503_fk_catalog_offer_id FOREIGN KEY (offer_id) REFERENCES public.catalog_offer(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.checkout_cartline ADD CONSTRAINT checkout_cartline_suggestion_id_d3ac612b_fk_catalog_s FOREIGN KEY (suggestion_id) REFERENCES public.catalog_suggestion(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.checkout_cartline ADD CONSTRAINT checkout_cartline_tier_id_cef1bc64_fk_catalog_tier_id FOREIGN KEY (tier_id) REFERENCES public.catalog_tier(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.checkout_cartreminder ADD CONSTRAINT checkout_cartreminder_order_id_22fb83ff_fk_checkout_order_id FOREIGN KEY (order_id) REFERENCES public.checkout_order(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.checkout_coupon ADD CONSTRAINT checkout_coupon_studio_id_8db2d0e5_fk_people_studio_id FOREIGN KEY (studio_id) REFERENCES public.people_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.checkout_couponuse ADD CONSTRAINT checkout_couponuse_account_id_f626f4f4_fk_people_account_id FOREIGN KEY (account_id) REFERENCES public.people_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.checkout_couponuse ADD CONSTRAINT checkout_couponuse_coupon_id_62261469_fk_checkout_coupon_id FOREIGN KEY (coupon_id) REFERENCES public.checkout_coupon(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.checkout_couponuse ADD CONSTRAINT checkout_couponuse_order_id_1c4bdeed_fk_checkout_order_id FOREIGN KEY (order_id) REFERENCES public.checkout_order(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.checkout_gift ADD CONSTRAINT checkout_gift_order_id_6b4f7d5a_fk_checkout_order_id FOREIGN KEY (order_id) REFERENCES public.checkout_order(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.checkout_leftline ADD CONSTRAINT checkout_leftline_offer_id_e3d7c73f_fk_catalog_offer_id FOREIGN KEY (offer_id) REFERENCES public.catalog_offer(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.checkout_leftline ADD CONSTRAINT checkout_leftline_reminder_id_ed31a7c5_fk_checkout_ FOREIGN KEY (reminder_id) REFERENCES public.checkout_cartreminder(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.checkout_leftline ADD CONSTRAINT checkout_leftline_studio_id_b10dfc78_fk_people_studio_id FOREIGN KEY (studio_id) REFERENCES public.people_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.checkout_leftline ADD CONSTRAINT checkout_leftline_tier_id_89684727_fk_catalog_tier_id FOREIGN KEY (tier_id) REFERENCES public.catalog_tier(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.checkout_lineshare ADD CONSTRAINT checkout_lineshare_line_id_784271fb_fk_checkout_orderline_id FOREIGN KEY (line_id) REFERENCES public.checkout_orderline(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.checkout_lineshare ADD CONSTRAINT checkout_lineshare_studio_id_d7dead83_fk_people_studio_id FOREIGN KEY (studio_id) REFERENCES public.people_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.checkout_order ADD CONSTRAINT checkout_order_account_id_ec4aa4bc_fk_people_account_id FOREIGN KEY (account_id) REFERENCES public.people_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.checkout_order ADD CONSTRAINT checkout_order_cart_id_b1adc14d_fk_checkout_cart_id FOREIGN KEY (cart_id) REFERENCES public.checkout_cart(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.checkout_order ADD CONSTRAINT checkout_order_payment_id_192b1c10_fk_money_payment_id FOREIGN KEY (payment_id) REFERENCES public.money_payment(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.checkout_orderline ADD CONSTRAINT checkout_orderline_offer_id_8f9f41c0_fk_catalog_offer_id FOREIGN KEY (offer_id) REFERENCES public.catalog_offer(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.checkout_orderline ADD CONSTRAINT checkout_orderline_order_id_e794e82c_fk_checkout_order_id FOREIGN KEY (order_id) REFERENCES public.checkout_order(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.checkout_orderline ADD CONSTRAINT checkout_orderline_studio_id_4d58970f_fk_people_studio_id FOREIGN KEY (studio_id) REFERENCES public.people_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.checkout_orderline ADD CONSTRAINT checkout_orderline_tier_id_d0969fca_fk_catalog_tier_id FOREIGN KEY (tier_id) REFERENCES public.catalog_tier(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.checkout_paper ADD CONSTRAINT checkout_paper_order_id_9e25bb98_fk_checkout_order_id FOREIGN KEY (order_id) REFERENCES public.checkout_order(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.checkout_paper ADD CONSTRAINT checkout_paper_refund_id_3341f367_fk_checkout_refund_id FOREIGN KEY (refund_id) REFERENCES public.checkout_refund(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.checkout_paper ADD CONSTRAINT checkout_paper_studio_id_f94cece7_fk_people_studio_id FOREIGN KEY (studio_id) REFERENCES public.people_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.checkout_paperprofile ADD CONSTRAINT checkout_paperprofile_studio_id_13504b3e_fk_people_studio_id FOREIGN KEY (studio_id) REFERENCES public.people_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.checkout_paperseries ADD CONSTRAINT checkout_paperseries_studio_id_fc1bed1c_fk_people_studio_id FOREIGN KEY (studio_id) REFERENCES public.people_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.checkout_refund ADD CONSTRAINT checkout_refund_dispute_id_7f9b7a9e_fk_money_dispute_id FOREIGN KEY (dispute_id) REFERENCES public.money_dispute(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.checkout_refund ADD CONSTRAINT checkout_refund_made_by_id_140ba7c7_fk_people_account_id FOREIGN KEY (made_by_id) REFERENCES public.people_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.checkout_refund ADD CONSTRAINT checkout_refund_order_id_03588fe6_fk_checkout_order_id FOREIGN KEY (order_id) REFERENCES public.checkout_order(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.checkout_refund ADD CONSTRAINT checkout_refund_payment_refund_id_8ad9a0d5_fk_money_refund_id FOREIGN KEY (payment_refund_id) REFERENCES public.money_refund(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.checkout_refundline ADD CONSTRAINT checkout_refundline_line_id_f9796fb7_fk_checkout_orderline_id FOREIGN KEY (line_id) REFERENCES public.checkout_orderline(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.checkout_refundline ADD CONSTRAINT checkout_refundline_refund_id_be8070c2_fk_checkout_refund_id FOREIGN KEY (refund_id) REFERENCES public.checkout_refund(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.checkout_refundline ADD CONSTRAINT checkout_refundline_studio_id_81f2cb71_fk_people_studio_id FOREIGN KEY (studio_id) REFERENCES public.people_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.checkout_refundrequest ADD CONSTRAINT checkout_refundreque_line_id_00c280e7_fk_checkout_ FOREIGN KEY (line_id) REFERENCES public.checkout_orderline(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.checkout_refundrequest ADD CONSTRAINT checkout_refundrequest_order_id_17571224_fk_checkout_order_id FOREIGN KEY (order_id) REFERENCES public.checkout_order(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.checkout_refundrequest ADD CONSTRAINT checkout_refundrequest_refund_id_0399e1ca_fk_checkout_refund_id FOREIGN KEY (refund_id) REFERENCES public.checkout_refund(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.checkout_refundrequest ADD CONSTRAINT checkout_refundrequest_studio_id_3f9329b6_fk_people_studio_id FOREIGN KEY (studio_id) REFERENCES public.people_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.checkout_refundterms ADD CONSTRAINT checkout_refundterms_set_by_id_38749b73_fk_people_account_id FOREIGN KEY (set_by_id) REFERENCES public.people_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.checkout_refundterms ADD CONSTRAINT checkout_refundterms_studio_id_b0c77448_fk_people_studio_id FOREIGN KEY (studio_id) REFERENCES public.people_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.checkout_together ADD CONSTRAINT checkout_together_offer_id_a06921d4_fk_catalog_offer_id FOREIGN KEY (offer_id) REFERENCES public.catalog_offer(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.checkout_together ADD CONSTRAINT checkout_together_other_id_cb302cbe_fk_catalog_offer_id FOREIGN KEY (other_id) REFERENCES public.catalog_offer(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.checkout_upsell ADD CONSTRAINT checkout_upsell_made_id_75f822eb_fk_checkout_order_id FOREIGN KEY (made_id) REFERENCES public.checkout_order(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.checkout_upsell ADD CONSTRAINT checkout_upsell_order_id_fd08e027_fk_checkout_order_id FOREIGN KEY (order_id) REFERENCES public.checkout_order(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.checkout_upsell ADD CONSTRAINT checkout_upsell_suggestion_id_260655fe_fk_catalog_suggestion_id FOREIGN KEY (suggestion_id) REFERENCES public.catalog_suggestion(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.checkout_wish ADD CONSTRAINT checkout_wish_offer_id_ab9be26a_fk_catalog_offer_id FOREIGN KEY (offer_id) REFERENCES public.catalog_offer(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.checkout_wish ADD CONSTRAINT checkout_wish_wishlist_id_3d35b67a_fk_checkout_wishlist_id FOREIGN KEY (wishlist_id) REFERENCES public.checkout_wishlist(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.checkout_wishletter ADD CONSTRAINT checkout_wishletter_account_id_11a3e285_fk_people_account_id FOREIGN KEY (account_id) REFERENCES public.people_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.checkout_wishletter ADD CONSTRAINT checkout_wishletter_offer_id_30f0ff18_fk_catalog_offer_id FOREIGN KEY (offer_id) REFERENCES public.catalog_offer(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.checkout_wishlist ADD CONSTRAINT checkout_wishlist_account_id_4d399a9a_fk_people_account_id FOREIGN KEY (account_id) REFERENCES public.people_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.delivery_activation ADD CONSTRAINT delivery_activation_licence_id_9e2b791a_fk_delivery_licence_id FOREIGN KEY (licence_id) REFERENCES public.delivery_licence(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.delivery_download ADD CONSTRAINT delivery_download_grant_id_e83ba54c_fk_delivery_grant_id FOREIGN KEY (grant_id) REFERENCES public.delivery_grant(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.delivery_download ADD CONSTRAINT delivery_download_version_id_a0f217b6_fk_delivery_ FOREIGN KEY (version_id) REFERENCES public.delivery_fileversion(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.delivery_downloadfile ADD CONSTRAINT delivery_downloadfile_offer_id_5335c3a3_fk_catalog_offer_id FOREIGN KEY (offer_id) REFERENCES public.catalog_offer(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.delivery_fileversion ADD CONSTRAINT delivery_fileversion_file_id_c43d5aa5_fk_delivery_ FOREIGN KEY (file_id) REFERENCES public.delivery_downloadfile(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.delivery_fileversion ADD CONSTRAINT delivery_fileversion_stored_id_5915b3e6_fk_kit_storedfile_id FOREIGN KEY (stored_id) REFERENCES public.kit_storedfile(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.delivery_formerkey ADD CONSTRAINT delivery_formerkey_licence_id_7f73a282_fk_delivery_licence_id FOREIGN KEY (licence_id) REFERENCES public.delivery_licence(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.delivery_formerkey ADD CONSTRAINT delivery_formerkey_offer_id_b2e48d0f_fk_catalog_offer_id FOREIGN KEY (offer_id) REFERENCES public.catalog_offer(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.delivery_gigterms ADD CONSTRAINT delivery_gigterms_offer_id_29f8008e_fk_catalog_offer_id FOREIGN KEY (offer_id) REFERENCES public.catalog_offer(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.delivery_grant ADD CONSTRAINT delivery_grant_account_id_403e00b2_fk_people_account_id FOREIGN KEY (account_id) REFERENCES public.people_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.delivery_grant ADD CONSTRAINT delivery_grant_line_id_e0f413e6_fk_checkout_orderline_id FOREIGN KEY (line_id) REFERENCES public.checkout_orderline(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.delivery_grant ADD CONSTRAINT delivery_grant_offer_id_6c77ed97_fk_catalog_offer_id FOREIGN KEY (offer_id) REFERENCES public.catalog_offer(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.delivery_grant ADD CONSTRAINT delivery_grant_order_id_3cd5b9e0_fk_checkout_order_id FOREIGN KEY (order_id) REFERENCES public.checkout_order(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.delivery_grant ADD CONSTRAINT delivery_grant_studio_id_73e8052d_fk_people_studio_id FOREIGN KEY (studio_id) REFERENCES public.people_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.delivery_grant ADD CONSTRAINT delivery_grant_tier_id_b4f7bb06_fk_catalog_tier_id FOREIGN KEY (tier_id) REFERENCES public.catalog_tier(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.delivery_licence ADD CONSTRAINT delivery_licence_grant_id_76195a35_fk_delivery_grant_id FOREIGN KEY (grant_id) REFERENCES public.delivery_grant(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.delivery_licence ADD CONSTRAINT delivery_licence_offer_id_fa9ed65a_fk_catalog_offer_id FOREIGN KEY (offer_id) REFERENCES public.catalog_offer(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.delivery_licence ADD CONSTRAINT delivery_licence_studio_id_701011ec_fk_people_studio_id FOREIGN KEY (studio_id) REFERENCES public.people_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.delivery_licence ADD CONSTRAINT delivery_licence_tier_id_47885bc4_fk_catalog_tier_id FOREIGN KEY (tier_id) REFERENCES public.catalog_tier(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.delivery_licenceterms ADD CONSTRAINT delivery_licenceterms_offer_id_30b3671c_fk_catalog_offer_id FOREIGN KEY (offer_id) REFERENCES public.catalog_offer(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.delivery_package ADD CONSTRAINT delivery_package_tier_id_66229333_fk_catalog_tier_id FOREIGN KEY (tier_id) REFERENCES public.catalog_tier(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.delivery_poolkey ADD CONSTRAINT delivery_poolkey_licence_id_b98223d6_fk_delivery_licence_id FOREIGN KEY (licence_id) REFERENCES public.delivery_licence(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.delivery_poolkey ADD CONSTRAINT delivery_poolkey_offer_id_ac66c276_fk_catalog_offer_id FOREIGN KEY (offer_id) REFERENCES public.catalog_offer(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.delivery_poolkey ADD CONSTRAINT delivery_poolkey_tier_id_f94ac340_fk_catalog_tier_id FOREIGN KEY (tier_id) REFERENCES public.catalog_tier(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.delivery_tierfile ADD CONSTRAINT delivery_tierfile_file_id_afa97b7d_fk_delivery_downloadfile_id FOREIGN KEY (file_id) REFERENCES public.delivery_downloadfile(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.delivery_tierfile ADD CONSTRAINT delivery_tierfile_tier_id_17dbd6d8_fk_catalog_tier_id FOREIGN KEY (tier_id) REFERENCES public.catalog_tier(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.django_admin_log ADD CONSTRAINT django_admin_log_content_type_id_c4bce8eb_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.django_admin_log ADD CONSTRAINT django_admin_log_user_id_c564eba6_fk_people_account_id FOREIGN KEY (user_id) REFERENCES public.people_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.kit_fact ADD CONSTRAINT kit_fact_cause_id_036c503e_fk_kit_fact_id FOREIGN KEY (cause_id) REFERENCES public.kit_fact(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.kit_picture ADD CONSTRAINT kit_picture_file_id_76253912_fk_kit_storedfile_id FOREIGN KEY (file_id) REFERENCES public.kit_storedfile(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.kit_reaction ADD CONSTRAINT kit_reaction_fact_id_362479c6_fk_kit_fact_id FOREIGN KEY (fact_id) REFERENCES public.kit_fact(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.kit_upload ADD CONSTRAINT kit_upload_file_id_160a1df5_fk_kit_storedfile_id FOREIGN KEY (file_id) REFERENCES public.kit_storedfile(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.mfa_authenticator ADD CONSTRAINT mfa_authenticator_user_id_0c3a50c0_fk_people_account_id FOREIGN KEY (user_id) REFERENCES public.people_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.money_account ADD CONSTRAINT money_account_studio_id_4f9722a8_fk_people_studio_id FOREIGN KEY (studio_id) REFERENCES public.people_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.money_bankrefund ADD CONSTRAINT money_bankrefund_transfer_id_4de5af9d_fk_money_banktransfer_id FOREIGN KEY (transfer_id) REFERENCES public.money_banktransfer(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.money_banktransfer ADD CONSTRAINT money_banktransfer_account_id_e3012c87_fk_money_gat FOREIGN KEY (account_id) REFERENCES public.money_gatewayaccount(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.money_banktransfer ADD CONSTRAINT money_banktransfer_proof_id_53bec0ca_fk_kit_storedfile_id FOREIGN KEY (proof_id) REFERENCES public.kit_storedfile(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.money_clearing ADD CONSTRAINT money_clearing_studio_id_cde090ea_fk_people_studio_id FOREIGN KEY (studio_id) REFERENCES public.people_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.money_dayreport ADD CONSTRAINT money_dayreport_account_id_9954f109_fk_money_gatewayaccount_id FOREIGN KEY (account_id) REFERENCES public.money_gatewayaccount(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.money_dayreport ADD CONSTRAINT money_dayreport_seen_by_id_40bb329e_fk_people_account_id FOREIGN KEY (seen_by_id) REFERENCES public.people_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.money_dispute ADD CONSTRAINT money_dispute_payment_id_c0e4c622_fk_money_payment_id FOREIGN KEY (payment_id) REFERENCES public.money_payment(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.money_disputeexhibit ADD CONSTRAINT money_disputeexhibit_dispute_id_5a5c647f_fk_money_dispute_id FOREIGN KEY (dispute_id) REFERENCES public.money_dispute(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.money_disputeexhibit ADD CONSTRAINT money_disputeexhibit_stored_id_b0c58cb2_fk_kit_storedfile_id FOREIGN KEY (stored_id) REFERENCES public.kit_storedfile(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.money_disputeexhibit ADD CONSTRAINT money_disputeexhibit_studio_id_297f3245_fk_people_studio_id FOREIGN KEY (studio_id) REFERENCES public.people_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.money_disputestatement ADD CONSTRAINT money_disputestatement_dispute_id_be34b59d_fk_money_dispute_id FOREIGN KEY (dispute_id) REFERENCES public.money_dispute(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.money_disputestatement ADD CONSTRAINT money_disputestatement_studio_id_fe6a5e6c_fk_people_studio_id FOREIGN KEY (studio_id) REFERENCES public.people_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.money_gatewayaccount ADD CONSTRAINT money_gatewayaccount_studio_id_fef7561d_fk_people_studio_id FOREIGN KEY (studio_id) REFERENCES public.people_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.money_gatewayevent ADD CONSTRAINT money_gatewayevent_account_id_312bce3b_fk_money_gat FOREIGN KEY (account_id) REFERENCES public.money_gatewayaccount(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.money_hold ADD CONSTRAINT money_hold_source_id_1a448d56_fk_money_account_id FOREIGN KEY (source_id) REFERENCES public.money_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.money_leg ADD CONSTRAINT money_leg_account_id_86243f81_fk_money_account_id FOREIGN KEY (account_id) REFERENCES public.money_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.money_leg ADD CONSTRAINT money_leg_entry_id_ed094d2a_fk_money_entry_id FOREIGN KEY (entry_id) REFERENCES public.money_entry(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.money_payment ADD CONSTRAINT money_payment_account_id_538c253d_fk_money_gatewayaccount_id FOREIGN KEY (account_id) REFERENCES public.money_gatewayaccount(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.money_payout ADD CONSTRAINT money_payout_account_id_18fa7f3f_fk_money_gatewayaccount_id FOREIGN KEY (account_id) REFERENCES public.money_gatewayaccount(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.money_payout ADD CONSTRAINT money_payout_method_id_1840984a_fk_money_payoutmethod_id FOREIGN KEY (method_id) REFERENCES public.money_payoutmethod(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.money_payout ADD CONSTRAINT money_payout_studio_id_bddabf2e_fk_people_studio_id FOREIGN KEY (studio_id) REFERENCES public.people_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.money_payoutline ADD CONSTRAINT money_payoutline_batch_id_db15f7f3_fk_money_payoutbatch_id FOREIGN KEY (batch_id) REFERENCES public.money_payoutbatch(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.money_payoutline ADD CONSTRAINT money_payoutline_payout_id_fed74f9e_fk_money_payout_id FOREIGN KEY (payout_id) REFERENCES public.money_payout(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.money_payoutmethod ADD CONSTRAINT money_payoutmethod_added_by_id_527b80a3_fk_people_account_id FOREIGN KEY (added_by_id) REFERENCES public.people_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.money_payoutmethod ADD CONSTRAINT money_payoutmethod_replaces_id_062de3cd_fk_money_pay FOREIGN KEY (replaces_id) REFERENCES public.money_payoutmethod(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.money_payoutmethod ADD CONSTRAINT money_payoutmethod_studio_id_c74034c2_fk_people_studio_id FOREIGN KEY (studio_id) REFERENCES public.people_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.money_payoutmethod ADD CONSTRAINT money_payoutmethod_test_account_id_2f0a975e_fk_money_gat FOREIGN KEY (test_account_id) REFERENCES public.money_gatewayaccount(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.money_payoutplan ADD CONSTRAINT money_payoutplan_method_id_b2308ee6_fk_money_payoutmethod_id FOREIGN KEY (method_id) REFERENCES public.money_payoutmethod(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.money_payoutplan ADD CONSTRAINT money_payoutplan_studio_id_b2b563c4_fk_people_studio_id FOREIGN KEY (studio_id) REFERENCES public.people_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.money_policy ADD CONSTRAINT money_policy_studio_id_9d6834fa_fk_people_studio_id FOREIGN KEY (studio_id) REFERENCES public.people_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.money_refund ADD CONSTRAINT money_refund_payment_id_84cb2120_fk_money_payment_id FOREIGN KEY (payment_id) REFERENCES public.money_payment(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.money_snapshot ADD CONSTRAINT money_snapshot_account_id_7b27275b_fk_money_account_id FOREIGN KEY (account_id) REFERENCES public.money_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.money_taxprofile ADD CONSTRAINT money_taxprofile_studio_id_67d89a10_fk_people_studio_id FOREIGN KEY (studio_id) REFERENCES public.people_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.money_taxrate ADD CONSTRAINT money_taxrate_made_by_id_907bd681_fk_people_account_id FOREIGN KEY (made_by_id) REFERENCES public.people_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.people_account_groups ADD CONSTRAINT people_account_groups_account_id_131c72c1_fk_people_account_id FOREIGN KEY (account_id) REFERENCES public.people_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.people_account_groups ADD CONSTRAINT people_account_groups_group_id_16cb3ca3_fk_auth_group_id FOREIGN KEY (group_id) REFERENCES public.auth_group(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.people_account_user_permissions ADD CONSTRAINT people_account_user__account_id_ad08a47d_fk_people_ac FOREIGN KEY (account_id) REFERENCES public.people_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.people_account_user_permissions ADD CONSTRAINT people_account_user__permission_id_381ccde7_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.people_conversation ADD CONSTRAINT people_conversation_studio_id_2a5fcaf3_fk_people_studio_id FOREIGN KEY (studio_id) REFERENCES public.people_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.people_invitation ADD CONSTRAINT people_invitation_invited_by_id_3784d49d_fk_people_account_id FOREIGN KEY (invited_by_id) REFERENCES public.people_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.people_invitation ADD CONSTRAINT people_invitation_studio_id_da49d3ac_fk_people_studio_id FOREIGN KEY (studio_id) REFERENCES public.people_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.people_mailpreference ADD CONSTRAINT people_mailpreference_account_id_da3f6428_fk_people_account_id FOREIGN KEY (account_id) REFERENCES public.people_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.people_mark ADD CONSTRAINT people_mark_account_id_6b5ecca0_fk_people_account_id FOREIGN KEY (account_id) REFERENCES public.people_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.people_member ADD CONSTRAINT people_member_account_id_1fdeb84d_fk_people_account_id FOREIGN KEY (account_id) REFERENCES public.people_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.people_member ADD CONSTRAINT people_member_studio_id_f4d9b84e_fk_people_studio_id FOREIGN KEY (studio_id) REFERENCES public.people_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.people_message ADD CONSTRAINT people_message_author_id_8735eb48_fk_people_account_id FOREIGN KEY (author_id) REFERENCES public.people_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.people_message ADD CONSTRAINT people_message_conversation_id_fdf736aa_fk_people_co FOREIGN KEY (conversation_id) REFERENCES public.people_conversation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.people_message ADD CONSTRAINT people_message_party_id_41aaa849_fk_people_party_id FOREIGN KEY (party_id) REFERENCES public.people_party(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.people_messagefile ADD CONSTRAINT people_messagefile_file_id_77b93056_fk_kit_storedfile_id FOREIGN KEY (file_id) REFERENCES public.kit_storedfile(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.people_messagefile ADD CONSTRAINT people_messagefile_message_id_7177e2ab_fk_people_message_id FOREIGN KEY (message_id) REFERENCES public.people_message(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.people_messagefile ADD CONSTRAINT people_messagefile_party_id_a5c73f47_fk_people_party_id FOREIGN KEY (party_id) REFERENCES public.people_party(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.people_messagefile ADD CONSTRAINT people_messagefile_picture_id_bf51e8ea_fk_kit_picture_id FOREIGN KEY (picture_id) REFERENCES public.kit_picture(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.people_notice ADD CONSTRAINT people_notice_account_id_48428448_fk_people_account_id FOREIGN KEY (account_id) REFERENCES public.people_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.people_party ADD CONSTRAINT people_party_account_id_aae565dc_fk_people_account_id FOREIGN KEY (account_id) REFERENCES public.people_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.people_party ADD CONSTRAINT people_party_conversation_id_2b5fd781_fk_people_conversation_id FOREIGN KEY (conversation_id) REFERENCES public.people_conversation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.people_party ADD CONSTRAINT people_party_studio_id_2b27ce04_fk_people_studio_id FOREIGN KEY (studio_id) REFERENCES public.people_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.people_report ADD CONSTRAINT people_report_account_id_607537bb_fk_people_account_id FOREIGN KEY (account_id) REFERENCES public.people_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.people_report ADD CONSTRAINT people_report_conversation_id_afc7c09f_fk_people_co FOREIGN KEY (conversation_id) REFERENCES public.people_conversation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.people_report ADD CONSTRAINT people_report_handled_by_id_06640425_fk_people_account_id FOREIGN KEY (handled_by_id) REFERENCES public.people_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.people_report ADD CONSTRAINT people_report_party_id_dd4f7327_fk_people_party_id FOREIGN KEY (party_id) REFERENCES public.people_party(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.people_retiredhandle ADD CONSTRAINT people_retiredhandle_studio_id_0bc1bc20_fk_people_studio_id FOREIGN KEY (studio_id) REFERENCES public.people_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.people_studio ADD CONSTRAINT people_studio_cover_id_72224ec8_fk_kit_picture_id FOREIGN KEY (cover_id) REFERENCES public.kit_picture(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.people_studio ADD CONSTRAINT people_studio_picture_id_02079423_fk_kit_picture_id FOREIGN KEY (picture_id) REFERENCES public.kit_picture(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.people_tie ADD CONSTRAINT people_tie_allowed_by_id_0e9e7826_fk_people_account_id FOREIGN KEY (allowed_by_id) REFERENCES public.people_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.people_tie ADD CONSTRAINT people_tie_one_id_960e30b4_fk_people_account_id FOREIGN KEY (one_id) REFERENCES public.people_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.people_tie ADD CONSTRAINT people_tie_other_id_97ff44dc_fk_people_account_id FOREIGN KEY (other_id) REFERENCES public.people_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.procrastinate_events ADD CONSTRAINT procrastinate_events_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.procrastinate_jobs(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.procrastinate_jobs ADD CONSTRAINT procrastinate_jobs_worker_id_fkey FOREIGN KEY (worker_id) REFERENCES public.procrastinate_workers(id) ON DELETE SET NULL;
ALTER TABLE ONLY public.procrastinate_periodic_defers ADD CONSTRAINT procrastinate_periodic_defers_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.procrastinate_jobs(id);
ALTER TABLE ONLY public.trust_case ADD CONSTRAINT trust_case_author_id_a04a71b3_fk_people_account_id FOREIGN KEY (author_id) REFERENCES public.people_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.trust_case ADD CONSTRAINT trust_case_ruled_by_id_a99bd56a_fk_people_account_id FOREIGN KEY (ruled_by_id) REFERENCES public.people_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.trust_case ADD CONSTRAINT trust_case_studio_id_9717e995_fk_people_studio_id FOREIGN KEY (studio_id) REFERENCES public.people_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.trust_case ADD CONSTRAINT trust_case_unit_id_bab88436_fk_work_unit_id FOREIGN KEY (unit_id) REFERENCES public.work_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.trust_exchange ADD CONSTRAINT trust_exchange_engagement_id_0cd72e52_fk_work_engagement_id FOREIGN KEY (engagement_id) REFERENCES public.work_engagement(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.trust_proposal ADD CONSTRAINT trust_proposal_author_id_05faca9f_fk_people_account_id FOREIGN KEY (author_id) REFERENCES public.people_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.trust_proposal ADD CONSTRAINT trust_proposal_case_id_a498d229_fk_trust_case_id FOREIGN KEY (case_id) REFERENCES public.trust_case(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.trust_reputation ADD CONSTRAINT trust_reputation_buyer_id_360f986b_fk_people_account_id FOREIGN KEY (buyer_id) REFERENCES public.people_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.trust_reputation ADD CONSTRAINT trust_reputation_offer_id_f42a0195_fk_catalog_offer_id FOREIGN KEY (offer_id) REFERENCES public.catalog_offer(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.trust_reputation ADD CONSTRAINT trust_reputation_studio_id_053c3768_fk_people_studio_id FOREIGN KEY (studio_id) REFERENCES public.people_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.trust_review ADD CONSTRAINT trust_review_answerer_id_86106aba_fk_people_account_id FOREIGN KEY (answerer_id) REFERENCES public.people_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.trust_review ADD CONSTRAINT trust_review_author_id_b91f8048_fk_people_account_id FOREIGN KEY (author_id) REFERENCES public.people_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.trust_review ADD CONSTRAINT trust_review_buyer_id_6d2bf26b_fk_people_account_id FOREIGN KEY (buyer_id) REFERENCES public.people_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.trust_review ADD CONSTRAINT trust_review_exchange_id_52dfed67_fk_trust_exchange_id FOREIGN KEY (exchange_id) REFERENCES public.trust_exchange(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.trust_review ADD CONSTRAINT trust_review_offer_id_1be525d1_fk_catalog_offer_id FOREIGN KEY (offer_id) REFERENCES public.catalog_offer(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.trust_review ADD CONSTRAINT trust_review_studio_id_7858bc79_fk_people_studio_id FOREIGN KEY (studio_id) REFERENCES public.people_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.trust_reviewreport ADD CONSTRAINT trust_reviewreport_account_id_946d38a3_fk_people_account_id FOREIGN KEY (account_id) REFERENCES public.people_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.trust_reviewreport ADD CONSTRAINT trust_reviewreport_handler_id_a0e4a8f6_fk_people_account_id FOREIGN KEY (handler_id) REFERENCES public.people_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.trust_reviewreport ADD CONSTRAINT trust_reviewreport_review_id_7fe16fd3_fk_trust_review_id FOREIGN KEY (review_id) REFERENCES public.trust_review(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.trust_statement ADD CONSTRAINT trust_statement_author_id_84e65beb_fk_people_account_id FOREIGN KEY (author_id) REFERENCES public.people_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.trust_statement ADD CONSTRAINT trust_statement_case_id_42e922d0_fk_trust_case_id FOREIGN KEY (case_id) REFERENCES public.trust_case(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.trust_statementfile ADD CONSTRAINT trust_statementfile_file_id_2fd80b64_fk_kit_storedfile_id FOREIGN KEY (file_id) REFERENCES public.kit_storedfile(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.trust_statementfile ADD CONSTRAINT trust_statementfile_statement_id_183d596e_fk_trust_statement_id FOREIGN KEY (statement_id) REFERENCES public.trust_statement(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.usersessions_usersession ADD CONSTRAINT usersessions_usersession_user_id_af5e0a6d_fk_people_account_id FOREIGN KEY (user_id) REFERENCES public.people_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.work_campaign ADD CONSTRAINT work_campaign_account_id_60a88441_fk_people_account_id FOREIGN KEY (account_id) REFERENCES public.people_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.work_campaign ADD CONSTRAINT work_campaign_engagement_id_e4cb9ae5_fk_work_engagement_id FOREIGN KEY (engagement_id) REFERENCES public.work_engagement(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.work_change ADD CONSTRAINT work_change_author_id_263b06d1_fk_people_account_id FOREIGN KEY (author_id) REFERENCES public.people_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.work_change ADD CONSTRAINT work_change_unit_id_fe018aa8_fk_work_unit_id FOREIGN KEY (unit_id) REFERENCES public.work_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.work_decision ADD CONSTRAINT work_decision_author_id_a790f6a7_fk_people_account_id FOREIGN KEY (author_id) REFERENCES public.people_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.work_decision ADD CONSTRAINT work_decision_submission_id_9a13fc66_fk_work_submission_id FOREIGN KEY (submission_id) REFERENCES public.work_submission(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.work_decision ADD CONSTRAINT work_decision_unit_id_59e29fd4_fk_work_unit_id FOREIGN KEY (unit_id) REFERENCES public.work_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.work_engagement ADD CONSTRAINT work_engagement_buyer_id_ecb02605_fk_people_account_id FOREIGN KEY (buyer_id) REFERENCES public.people_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.work_engagement ADD CONSTRAINT work_engagement_worker_id_17e06fe1_fk_people_studio_id FOREIGN KEY (worker_id) REFERENCES public.people_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.work_funding ADD CONSTRAINT work_funding_account_id_cb516a78_fk_people_account_id FOREIGN KEY (account_id) REFERENCES public.people_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.work_funding ADD CONSTRAINT work_funding_engagement_id_ea439333_fk_work_engagement_id FOREIGN KEY (engagement_id) REFERENCES public.work_engagement(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.work_funding ADD CONSTRAINT work_funding_payment_id_f6f1f6dd_fk_money_payment_id FOREIGN KEY (payment_id) REFERENCES public.money_payment(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.work_fundingpart ADD CONSTRAINT work_fundingpart_funding_id_1448f848_fk_work_funding_id FOREIGN KEY (funding_id) REFERENCES public.work_funding(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.work_fundingpart ADD CONSTRAINT work_fundingpart_unit_id_02b4ff57_fk_work_unit_id FOREIGN KEY (unit_id) REFERENCES public.work_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.work_item ADD CONSTRAINT work_item_campaign_id_43f56a8b_fk_work_campaign_id FOREIGN KEY (campaign_id) REFERENCES public.work_campaign(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.work_job ADD CONSTRAINT work_job_account_id_ce2329b6_fk_people_account_id FOREIGN KEY (account_id) REFERENCES public.people_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.work_job_skill ADD CONSTRAINT work_job_skill_job_id_0ead315d_fk_work_job_id FOREIGN KEY (job_id) REFERENCES public.work_job(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.work_job_skill ADD CONSTRAINT work_job_skill_skill_id_6af3ed6a_fk_work_skill_id FOREIGN KEY (skill_id) REFERENCES public.work_skill(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.work_jobfile ADD CONSTRAINT work_jobfile_file_id_664b7fde_fk_kit_storedfile_id FOREIGN KEY (file_id) REFERENCES public.kit_storedfile(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.work_jobfile ADD CONSTRAINT work_jobfile_job_id_34ee5258_fk_work_job_id FOREIGN KEY (job_id) REFERENCES public.work_job(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.work_proposal ADD CONSTRAINT work_proposal_buyer_id_3e734b7d_fk_people_account_id FOREIGN KEY (buyer_id) REFERENCES public.people_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.work_proposal ADD CONSTRAINT work_proposal_conversation_id_76d4badb_fk_people_co FOREIGN KEY (conversation_id) REFERENCES public.people_conversation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.work_proposal ADD CONSTRAINT work_proposal_engagement_id_9b8f1f91_fk_work_engagement_id FOREIGN KEY (engagement_id) REFERENCES public.work_engagement(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.work_proposal ADD CONSTRAINT work_proposal_job_id_ba5df3f3_fk_work_job_id FOREIGN KEY (job_id) REFERENCES public.work_job(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.work_proposal ADD CONSTRAINT work_proposal_studio_id_d5620138_fk_people_studio_id FOREIGN KEY (studio_id) REFERENCES public.people_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.work_proposalversion ADD CONSTRAINT work_proposalversion_author_id_ee852d95_fk_people_account_id FOREIGN KEY (author_id) REFERENCES public.people_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.work_proposalversion ADD CONSTRAINT work_proposalversion_proposal_id_b2c73255_fk_work_proposal_id FOREIGN KEY (proposal_id) REFERENCES public.work_proposal(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.work_savedsearch ADD CONSTRAINT work_savedsearch_account_id_8a99edf2_fk_people_account_id FOREIGN KEY (account_id) REFERENCES public.people_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.work_savedsearch ADD CONSTRAINT work_savedsearch_studio_id_4db89b26_fk_people_studio_id FOREIGN KEY (studio_id) REFERENCES public.people_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.work_slot ADD CONSTRAINT work_slot_campaign_id_15290b43_fk_work_campaign_id FOREIGN KEY (campaign_id) REFERENCES public.work_campaign(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.work_slot ADD CONSTRAINT work_slot_item_id_3de6bcaf_fk_work_item_id FOREIGN KEY (item_id) REFERENCES public.work_item(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.work_slot ADD CONSTRAINT work_slot_unit_id_54b79917_fk_work_unit_id FOREIGN KEY (unit_id) REFERENCES public.work_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.work_standing ADD CONSTRAINT work_standing_account_id_1e6deb0f_fk_people_account_id FOREIGN KEY (account_id) REFERENCES public.people_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.work_submission ADD CONSTRAINT work_submission_author_id_188566f7_fk_people_account_id FOREIGN KEY (author_id) REFERENCES public.people_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.work_submission ADD CONSTRAINT work_submission_unit_id_cb90e8f6_fk_work_unit_id FOREIGN KEY (unit_id) REFERENCES public.work_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.work_submittedfile ADD CONSTRAINT work_submittedfile_file_id_76ee6a7d_fk_kit_storedfile_id FOREIGN KEY (file_id) REFERENCES public.kit_storedfile(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.work_submittedfile ADD CONSTRAINT work_submittedfile_preview_id_f228d3c3_fk_kit_storedfile_id FOREIGN KEY (preview_id) REFERENCES public.kit_storedfile(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.work_submittedfile ADD CONSTRAINT work_submittedfile_submission_id_cf811005_fk_work_submission_id FOREIGN KEY (submission_id) REFERENCES public.work_submission(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.work_timeentry ADD CONSTRAINT work_timeentry_author_id_44245a26_fk_people_account_id FOREIGN KEY (author_id) REFERENCES public.people_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.work_timeentry ADD CONSTRAINT work_timeentry_unit_id_b8dc51f0_fk_work_unit_id FOREIGN KEY (unit_id) REFERENCES public.work_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.work_trace ADD CONSTRAINT work_trace_campaign_id_cdf71fce_fk_work_campaign_id FOREIGN KEY (campaign_id) REFERENCES public.work_campaign(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.work_trace ADD CONSTRAINT work_trace_unit_id_f9c2840e_fk_work_unit_id FOREIGN KEY (unit_id) REFERENCES public.work_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.work_unit ADD CONSTRAINT work_unit_engagement_id_3fb10891_fk_work_engagement_id FOREIGN KEY (engagement_id) REFERENCES public.work_engagement(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.work_unit ADD CONSTRAINT work_unit_hold_id_258e72af_fk_money_hold_id FOREIGN KEY (hold_id) REFERENCES public.money_hold(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.work_unit ADD CONSTRAINT work_unit_worker_id_dc4ba4d7_fk_people_studio_id FOREIGN KEY (worker_id) REFERENCES public.people_studio(id) DEFERRABLE INITIALLY DEFERRED;
INSERT INTO public.django_migrations (app, name, applied) VALUES
    ('account', '0001_initial', now()),
    ('account', '0002_email_max_length', now()),
    ('account', '0003_alter_emailaddress_create_unique_verified_email', now()),
    ('account', '0004_alter_emailaddress_drop_unique_email', now()),
    ('account', '0005_emailaddress_idx_upper_email', now()),
    ('account', '0006_emailaddress_lower', now()),
    ('account', '0007_emailaddress_idx_email', now()),
    ('account', '0008_emailaddress_unique_primary_email_fixup', now()),
    ('account', '0009_emailaddress_unique_primary_email', now()),
    ('admin', '0001_initial', now()),
    ('admin', '0002_logentry_remove_auto_add', now()),
    ('admin', '0003_logentry_add_action_flag_choices', now()),
    ('api', '0001_initial', now()),
    ('api', '0001_squashed', now()),
    ('api', '0002_sentrequest_made', now()),
    ('api', '0002_webhooks', now()),
    ('api', '0003_webhooks_of_persons', now()),
    ('audience', '0001_initial', now()),
    ('audience', '0002_intake_of_found', now()),
    ('audience', '0003_history_of_a_tag', now()),
    ('auth', '0001_initial', now()),
    ('auth', '0002_alter_permission_name_max_length', now()),
    ('auth', '0003_alter_user_email_max_length', now()),
    ('auth', '0004_alter_user_username_opts', now()),
    ('auth', '0005_alter_user_last_login_null', now()),
    ('auth', '0006_require_contenttypes_0002', now()),
    ('auth', '0007_alter_validators_add_error_messages', now()),
    ('auth', '0008_alter_user_username_max_length', now()),
    ('auth', '0009_alter_user_last_name_max_length', now()),
    ('auth', '0010_alter_group_name_max_length', now()),
    ('auth', '0011_update_proxy_permissions', now()),
    ('auth', '0012_alter_user_first_name_max_length', now()),
    ('catalog', '0001_initial', now()),
    ('catalog', '0001_squashed', now()),
    ('catalog', '0002_collaborators', now()),
    ('catalog', '0002_recommended', now()),
    ('catalog', '0003_bundles', now()),
    ('catalog', '0004_persuasion', now()),
    ('catalog', '0005_launch', now()),
    ('checkout', '0001_initial', now()),
    ('checkout', '0001_squashed', now()),
    ('checkout', '0002_pricing', now()),
    ('checkout', '0002_wishes', now()),
    ('checkout', '0003_coupons', now()),
    ('checkout', '0003_late_id_and_region', now()),
    ('checkout', '0004_answers_and_extras', now()),
    ('checkout', '0004_refunds', now()),
    ('checkout', '0005_persuasion', now()),
    ('checkout', '0006_papers', now()),
    ('checkout', '0007_order_search', now()),
    ('checkout', '0008_gifts', now()),
    ('checkout', '0009_preorders', now()),
    ('checkout', '0010_abandoned', now()),
    ('checkout', '0011_paper_label', now()),
    ('contenttypes', '0001_initial', now()),
    ('contenttypes', '0002_remove_content_type_name', now()),
    ('delivery', '0001_initial', now()),
    ('delivery', '0001_squashed', now()),
    ('delivery', '0002_gigs', now()),
    ('delivery', '0002_licences', now()),
    ('delivery', '0003_bundles', now()),
    ('delivery', '0003_settled', now()),
    ('kit', '0001_initial', now()),
    ('kit', '0001_squashed', now()),
    ('kit', '0002_jobs_in_line', now()),
    ('kit', '0002_triggers', now()),
    ('mfa', '0001_initial', now()),
    ('mfa', '0002_authenticator_timestamps', now()),
    ('mfa', '0003_authenticator_type_uniq', now()),
    ('money', '0001_initial', now()),
    ('money', '0001_squashed', now()),
    ('money', '0002_triggers', now()),
    ('money', '0003_gateways', now()),
    ('money', '0004_tax', now()),
    ('money', '0005_payouts', now()),
    ('money', '0006_disputes', now()),
    ('people', '0001_initial', now()),
    ('people', '0001_squashed', now()),
    ('people', '0002_wish', now()),
    ('people', '0003_audience_notices', now()),
    ('people', '0004_conversations', now()),
    ('people', '0005_work_notices', now()),
    ('people', '0006_ties', now()),
    ('people', '0007_tie_refusals', now()),
    ('procrastinate', '0001_initial', now()),
    ('procrastinate', '0002_drop_started_at_column', now()),
    ('procrastinate', '0003_drop_started_at_column', now()),
    ('procrastinate', '0004_drop_procrastinate_version_table', now()),
    ('procrastinate', '0005_fix_procrastinate_fetch_job', now()),
    ('procrastinate', '0006_fix_trigger_status_events_insert', now()),
    ('procrastinate', '0007_add_queueing_lock_column', now()),
    ('procrastinate', '0008_close_fetch_job_race_condition', now()),
    ('procrastinate', '0009_add_defer_job_function', now()),
    ('procrastinate', '0010_add_procrastinate_periodic_defers', now()),
    ('procrastinate', '0011_add_foreign_key_index', now()),
    ('procrastinate', '0012_add_locks_to_periodic_defer', now()),
    ('procrastinate', '0013_fix_procrastinate_defer_periodic_job', now()),
    ('procrastinate', '0014_add_finish_job_and_retry_job_functions', now()),
    ('procrastinate', '0015_add_trigger_on_job_deletion', now()),
    ('procrastinate', '0016_delete_finished_jobs', now()),
    ('procrastinate', '0017_add_checks_to_finish_job', now()),
    ('procrastinate', '0018_add_checks_to_retry_job', now()),
    ('procrastinate', '0019_fix_finish_job_compat_issue', now()),
    ('procrastinate', '0020_add_index_on_procrastinate_jobs', now()),
    ('procrastinate', '0021_add_kwargs_to_defer_periodic_job', now()),
    ('procrastinate', '0022_null_locks_excluded', now()),
    ('procrastinate', '0023_remove_old_finish_job_function', now()),
    ('procrastinate', '0024_job_id_bigint', now()),
    ('procrastinate', '0025_add_models', now()),
    ('procrastinate', '0026_add_job_priority', now()),
    ('procrastinate', '0027_add_periodic_job_priority', now()),
    ('procrastinate', '0028_add_cancel_states', now()),
    ('procrastinate', '0029_add_additional_params_to_retry_job', now()),
    ('procrastinate', '0030_alter_procrastinateevent_options', now()),
    ('procrastinate', '0031_add_indexes_for_fetch_job', now()),
    ('procrastinate', '0032_pre_cancel_notification', now()),
    ('procrastinate', '0033_post_cancel_notification', now()),
    ('procrastinate', '0034_pre_add_heartbeat', now()),
    ('procrastinate', '0035_post_add_heartbeat', now()),
    ('procrastinate', '0036_add_worker_model', now()),
    ('procrastinate', '0037_pre_batch_defer_jobs', now()),
    ('procrastinate', '0038_post_batch_defer_jobs', now()),
    ('procrastinate', '0039_pre_priority_lock_fetch_job', now()),
    ('procrastinate', '0040_pre_retry_failed_job', now()),
    ('procrastinate', '0041_post_retry_failed_job', now()),
    ('sessions', '0001_initial', now()),
    ('trust', '0001_reviews', now()),
    ('trust', '0002_disputes', now()),
    ('usersessions', '0001_initial', now()),
    ('work', '0001_initial', now()),
    ('work', '0002_time_entries', now()),
    ('work', '0003_terms', now()),
    ('work', '0004_offers_in_conversations', now()),
    ('work', '0005_fallen', now()),
    ('work', '0006_itemized', now());
