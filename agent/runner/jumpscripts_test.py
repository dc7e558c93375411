"""The starter JumpScripts, each run on this machine as the runner runs it."""

import ast
import contextlib
import hashlib
import io
import json
import os
import unittest
from unittest import mock

import script_source

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', 'jumpscripts')
QUEUES = {'default', 'hypervisor', 'io', 'process'}
STATES = {'OK', 'WARNING', 'ERROR'}
# They fail, hang or take long on purpose.
NOT_CHECKS = {'error', 'hang', 'slow', 'chatty', 'echo'}


def script_paths():
    for organization in sorted(os.listdir(FOLDER)):
        for file in sorted(os.listdir(os.path.join(FOLDER, organization))):
            if file.endswith('.py'):
                yield organization, file[:-3], os.path.join(FOLDER, organization, file)


def metadata(path):
    with open(path, encoding='utf-8') as source:
        tree = ast.parse(source.read())
    assignments = [node for node in tree.body if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)]
    return {node.targets[0].id: node.value.value if isinstance(node.value, ast.Constant) else node.value for node in assignments}


def load(organization, name, path):
    with open(path, 'rb') as source:
        digest = hashlib.sha256(source.read()).hexdigest()
    data = script_source.read_verified(path, digest)
    return script_source.load({'file': path, 'path': '%s/%s.py' % (organization, name), 'name': name, 'organization': organization}, data)


class JumpScripts(unittest.TestCase):
    def test_each_says_what_it_is_and_where_it_belongs(self):
        for organization, name, path in script_paths():
            with self.subTest(script='%s:%s' % (organization, name)):
                facts = metadata(path)
                self.assertEqual((facts['organization'], facts['name']), (organization, name))
                self.assertIn(facts['queue'], QUEUES)
                self.assertTrue(facts['descr'].strip())
                self.assertGreater(facts['timeout'], 0)
                self.assertIsInstance(facts['period'], (int, str))

    def test_every_queue_and_every_organization_has_some(self):
        facts = [metadata(path) for _, _, path in script_paths()]
        self.assertEqual({fact['queue'] for fact in facts}, QUEUES)
        self.assertEqual({fact['organization'] for fact in facts}, {'jumpscale', 'cloudscalers', 'openvcloud'})

    def test_each_check_inspects_this_machine_and_answers_in_the_common_form(self):
        for organization, name, path in script_paths():
            if name in NOT_CHECKS:
                continue
            with self.subTest(script='%s:%s' % (organization, name)), mock.patch('script_output.log_line'):
                results = json.loads(json.dumps(load(organization, name, path).action(), allow_nan=False))
                self.assertIsInstance(results, list)
                for result in results:
                    self.assertIn(result['state'], STATES)
                    self.assertTrue(result['category'] and result['message'] and result['uid'])
                uids = [result['uid'] for result in results]
                self.assertEqual(len(uids), len(set(uids)))

    def test_echo_returns_its_message(self):
        path = os.path.join(FOLDER, 'jumpscale', 'echo.py')
        with mock.patch('script_output.log_line'), contextlib.redirect_stdout(io.StringIO()) as printed:
            result = load('jumpscale', 'echo', path).action(message='hi', repeat=2)
        self.assertEqual((result['message'], printed.getvalue()), ('hi hi', 'hi\n'))


if __name__ == '__main__':
    unittest.main()
